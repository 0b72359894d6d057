//! Footnotes: a number in the text, the note at the end of the page, and a way back.

use std::collections::BTreeMap;

use super::renderer::{Output, Renderer};
use super::{Content, Hole};

#[derive(Default)]
pub struct Footnotes {
    /// Numbers in the order of the first mention.
    pub numbers: BTreeMap<String, usize>,
    pub mentions: BTreeMap<String, usize>,
    pub texts: BTreeMap<String, Output>,
    /// The label of the note that is being written.
    pub current: Option<String>,
}

impl Renderer<'_> {
    pub fn footnote_reference(&mut self, label: &str) {
        let next = self.footnotes.numbers.len() + 1;
        let number = *self.footnotes.numbers.entry(label.to_owned()).or_insert(next);
        let mention = self.footnotes.mentions.entry(label.to_owned()).or_insert(0);
        *mention += 1;
        let suffix = if *mention > 1 { format!("-{mention}") } else { String::new() };
        self.out.html.push_str(&format!(
            "<sup class=\"footnote-reference\" id=\"fnref-{number}{suffix}\">\
             <a href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// The notes in the order of their numbers, behind everything else.
    pub fn write_footnotes(&mut self) {
        let mut notes: Vec<(usize, String)> =
            self.footnotes.numbers.iter().map(|(label, number)| (*number, label.clone())).collect();
        notes.sort();
        if notes.is_empty() {
            return;
        }
        let end = self.body.len()..self.body.len();
        self.out.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.hole(Content::Message("footnotes"), &end);
        self.out.html.push_str("\"><ol>");
        for (number, label) in notes {
            let text = self.footnotes.texts.remove(&label).unwrap_or_default();
            self.out.html.push_str(&format!("<li id=\"fn-{number}\">"));
            let at = self.out.html.len();
            // The way back belongs into the last paragraph of the note.
            let last = text.html.rfind("</p>").unwrap_or(text.html.len());
            self.out.html.push_str(&text.html[..last]);
            self.out
                .holes
                .extend(text.holes.into_iter().map(|hole| Hole { at: hole.at + at, ..hole }));
            self.out.html.push_str(&format!(
                " <a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\""
            ));
            self.hole(Content::Message("footnote_back"), &end);
            self.out.html.push_str("\">↩</a>");
            self.out.html.push_str(&text.html[last..]);
            self.out.html.push_str("</li>");
        }
        self.out.html.push_str("</ol></section>");
    }
}

//! The text of a sheet: elements of pages in one language, or in two beside each other.

use crate::diagnostic::Diagnostic;
use crate::html::word_stand_in;
use crate::leaflet::fit::{Script, height};
use crate::leaflet::{ChosenSection, Cut, Pick, Row, Sheet, choose, counterpart};
use crate::markdown::ElementKind;
use crate::site::{BundleIndex, Edition, Page};
use crate::view::{ColumnView, RowsView};

use super::super::Renderer;

/// Millimetres of a point.
const POINT: f64 = 25.4 / 72.0;

/// Longer lists have their last items in one row; the style sheet counts as far.
const MOST_ROWS: usize = 24;

/// An element of a text, or two beside each other.
pub struct Block {
    /// One HTML for each language.
    pub texts: Vec<String>,
    /// What the layout knows of it.
    pub row: Row,
    is_level: bool,
}

/// How the texts of a sheet are set.
pub struct Setting {
    /// The edition of the reader first.
    pub languages: Vec<Edition>,
    /// Size of the text in millimetres.
    pub size: f64,
    /// Columns of one language.
    pub columns: usize,
    /// Width of a line in sizes of the text.
    measure: f64,
}

impl Setting {
    /// For a sheet whose text is between the margins of panels of this width.
    pub fn new(sheet: &Sheet, width: f64) -> Self {
        let is_pair = sheet.beside.is_some();
        let languages: Vec<Edition> = std::iter::once(sheet.edition).chain(sheet.beside).collect();
        let columns = if is_pair { 1 } else { sheet.format.columns() };
        let beside_each_other = languages.len().max(columns) as f64;
        let size = sheet.format.text_size(is_pair) * POINT;
        let gaps = sheet.format.gap() * (beside_each_other - 1.0);
        Self { languages, size, columns, measure: (width - gaps) / beside_each_other / size }
    }

    fn height(&self, html: &str, script: Script) -> f64 {
        height(html, self.measure, script) * self.size
    }
}

/// The words that stand-ins of the frame stand for.
#[derive(Default)]
pub struct Words(pub Vec<String>);

impl Words {
    fn stand_in(&mut self, html: String) -> String {
        self.0.push(html);
        word_stand_in(self.0.len() - 1)
    }
}

/// What is picked of a page in a language.
struct Column<'a> {
    page: &'a Page,
    script: Script,
    sections: Vec<(ChosenSection, Vec<String>)>,
}

impl Renderer {
    /// The elements of a page in the languages of a sheet, with their heights.
    pub(super) fn blocks(
        &self,
        setting: &Setting,
        bundle: BundleIndex,
        picks: Option<&[Pick]>,
    ) -> Result<Vec<Block>, Diagnostic> {
        let mut columns = Vec::new();
        for &language in &setting.languages {
            columns.extend(self.column(setting, bundle, picks, language)?);
        }
        let mut columns = columns.into_iter();
        let Some(own) = columns.next() else { return Ok(Vec::new()) };
        let other = columns.next();
        let mut blocks = Vec::new();
        for (section, html) in &own.sections {
            match &other {
                Some(other) => pair(setting, &own, other, (section, html), &mut blocks),
                None => {
                    for (number, (cut, html)) in section.cuts.iter().zip(html).enumerate() {
                        let row = row(cut, number, setting.height(html, own.script));
                        blocks.push(Block { texts: vec![html.clone()], row, is_level: true });
                    }
                }
            }
        }
        Ok(blocks)
    }

    /// What is picked of a page, filled in for readers of its language: what it names is named in
    /// that language too, and not in that of the sheet.
    fn column(
        &self,
        setting: &Setting,
        bundle: BundleIndex,
        picks: Option<&[Pick]>,
        language: Edition,
    ) -> Result<Option<Column<'_>>, Diagnostic> {
        let entry = &self.site.bundles[bundle];
        let leading = entry.leading(self.site.config.source);
        let Some((page, leading)) = entry.cells[language].as_deref().zip(leading) else {
            return Ok(None);
        };
        let document = &page.document;
        let own_contact = self.own_contact().unwrap_or_default();
        // References to notes lead nowhere where the notes are left out, and would do so twice.
        let has_notes = setting.languages.len() == 1 && picks.is_none();
        let mut chosen = choose(document, &leading.document, picks);
        for section in &mut chosen {
            section.cuts.retain(|cut| {
                let is_left_out = cut.kind == ElementKind::Footnotes && !has_notes;
                !is_left_out && !cut.is_card_of(document, own_contact)
            });
            if section.cuts.iter().all(|cut| matches!(cut.kind, ElementKind::Heading(_))) {
                section.cuts.clear();
            }
        }
        let marks = chosen.iter().flat_map(|section| &section.cuts).map(|cut| cut.marks.clone());
        let mut html = self.fill_parts(bundle, language, page, marks)?.into_iter();
        let sections = chosen
            .into_iter()
            .map(|section| {
                let filled = section.cuts.iter().zip(html.by_ref());
                let filled = filled.map(|(cut, html)| on_paper(cut, html)).collect();
                (section, filled)
            })
            .collect();
        let script = Script::of(self.site.config.locales[language].as_str());
        Ok(Some(Column { page, script, sections }))
    }

    /// Neighbours of one kind as one group, in each language.
    pub(super) fn rows(
        &self,
        blocks: &[Block],
        setting: &Setting,
        words: &mut Words,
    ) -> Vec<RowsView> {
        let is_pair = setting.languages.len() > 1;
        let mut groups: Vec<(bool, Vec<String>)> = Vec::new();
        for block in blocks {
            match groups.last_mut() {
                Some((is_level, texts))
                    if *is_level == block.is_level && !(is_pair && block.row.is_first) =>
                {
                    for (text, more) in texts.iter_mut().zip(&block.texts) {
                        text.push_str(more);
                    }
                }
                _ => groups.push((block.is_level, block.texts.clone())),
            }
        }
        let mut column = |(&language, html): (&Edition, String)| {
            let locale = &self.site.config.locales[language];
            ColumnView {
                lang: locale.to_string(),
                dir: locale.direction().as_str().to_owned(),
                html: words.stand_in(html),
            }
        };
        groups
            .into_iter()
            .map(|(is_level, texts)| RowsView {
                is_level,
                texts: setting.languages.iter().zip(texts).map(&mut column).collect(),
            })
            .collect()
    }
}

/// The title of a chapter in each language, which stands above its text.
pub fn chapter(titles: Vec<String>, setting: &Setting) -> Block {
    // Larger than the headings of which the estimate knows.
    let lines = |title: &String| setting.height(&format!("<h2>{title}</h2>"), Script::of("")) * 1.6;
    let height = titles.iter().map(lines).fold(0.0, f64::max);
    let heading = |title| format!("<h2 class=\"chapter\">{title}</h2>");
    Block {
        texts: titles.into_iter().map(heading).collect(),
        row: Row { height, keeps_next: true, is_first: true },
        is_level: true,
    }
}

/// A section beside that of another language: row by row where they are alike, else as a whole.
fn pair(
    setting: &Setting,
    own: &Column<'_>,
    other: &Column<'_>,
    (section, html): (&ChosenSection, &[String]),
    blocks: &mut Vec<Block>,
) {
    let taller = |one: &str, two: &str| {
        setting.height(one, own.script).max(setting.height(two, other.script))
    };
    let beside = counterpart(&own.page.document, section, &other.page.document)
        .and_then(|id| other.sections.iter().find(|(other, _)| other.id == id.id));
    if let Some((_, beside)) = beside.filter(|(other, _)| section.is_like(other)) {
        let pairs = section.cuts.iter().zip(html.iter().zip(beside));
        for (number, (cut, (one, two))) in pairs.enumerate() {
            let texts = vec![in_rows(cut, one), in_rows(cut, two)];
            let row = row(cut, number, taller(one, two));
            blocks.push(Block { texts, row, is_level: true });
        }
    } else if !html.is_empty() {
        let beside = beside.map_or_else(String::new, |(_, html)| html.concat());
        let texts = vec![html.concat(), beside];
        let height = taller(&texts[0], &texts[1]);
        let row = Row { height, keeps_next: false, is_first: true };
        blocks.push(Block { texts, row, is_level: false });
    }
}

fn row(cut: &Cut, number: usize, height: f64) -> Row {
    let is_heading = matches!(cut.kind, ElementKind::Heading(_));
    Row { height, keeps_next: is_heading, is_first: number == 0 }
}

/// An element without what only a page on the screen needs: on a sheet its id may stand twice.
fn on_paper(cut: &Cut, mut html: String) -> String {
    match cut.kind {
        ElementKind::Heading(_) => {
            if let (Some(id), Some(end)) = (html.find(" id="), html.find('>')) {
                html.replace_range(id..end, "");
            }
        }
        ElementKind::Table => {
            if let Some(table) = html.find("<table>") {
                html.replace_range(..table, "<div class=\"table-wrapper\">");
            }
        }
        ElementKind::Steps if cut.is_short => html.push_str("</ol>"),
        ElementKind::Items if cut.is_short => html.push_str("</ul>"),
        _ => {}
    }
    html
}

/// The items of a list each in a row of their own.
fn in_rows(cut: &Cut, html: &str) -> String {
    match cut.items {
        0 | 1 => html.to_owned(),
        items => format!("<div class=\"rows rows--{}\">{html}</div>", items.min(MOST_ROWS)),
    }
}

//! The text of a sheet: elements of pages in one language, or in two beside each other.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::html::word_stand_in;
use crate::leaflet::fit::{Script, height};
use crate::leaflet::{ChosenSection, Cut, Pick, Row, Sheet, choose, counterpart};
use crate::markdown::ElementKind;
use crate::site::{BundleIndex, Edition, Page};
use crate::view::{ColumnView, RowsView};

use super::super::Renderer;

/// Millimetres of a point.
pub const POINT: f64 = 25.4 / 72.0;

/// Longer lists have their last items in one row; the style sheet counts as far.
const MOST_ROWS: usize = 24;

/// How much larger a text is set that leaves room, the smallest step first.
const STEPS: [f64; 4] = [1.0, 1.1, 1.2, 1.3];

/// An element of a text, or two beside each other.
pub struct Block {
    /// One HTML for each language.
    texts: Vec<String>,
    keeps_next: bool,
    is_first: bool,
    is_level: bool,
}

impl Block {
    /// What the layout has to know of it.
    pub fn row(&self, setting: &Setting) -> Row {
        let height = |(text, script): (&String, &Script)| {
            height(text, setting.measure, *script) * setting.size
        };
        Row {
            height: self.texts.iter().zip(&setting.scripts).map(height).fold(0.0, f64::max),
            keeps_next: self.keeps_next,
            is_first: self.is_first,
        }
    }
}

/// How the texts of a sheet are set.
pub struct Setting {
    /// The edition of the reader first.
    pub languages: Vec<Edition>,
    /// How each of them is set.
    pub scripts: Vec<Script>,
    /// Size of the text in millimetres.
    pub size: f64,
    /// How many steps larger it is than the smallest that is legible.
    pub step: usize,
    /// Columns of one language.
    pub columns: usize,
    /// Width of a line in sizes of the text.
    measure: f64,
}

impl Setting {
    /// For a sheet whose text is between the margins of panels of this width, a number of steps
    /// larger than the smallest size.
    pub fn new(config: &Config, sheet: &Sheet, width: f64, step: usize) -> Self {
        let is_pair = sheet.beside.is_some();
        let languages: Vec<Edition> = std::iter::once(sheet.edition).chain(sheet.beside).collect();
        let script = |&language: &Edition| Script::of(config.locales[language].as_str());
        let scripts = languages.iter().map(script).collect();
        let columns = if is_pair { 1 } else { sheet.format.columns() };
        let beside_each_other = languages.len().max(columns) as f64;
        let size = sheet.format.text_size(is_pair) * POINT * STEPS[step];
        let gaps = sheet.format.gap() * (beside_each_other - 1.0);
        let measure = (width - gaps) / beside_each_other / size;
        Self { languages, scripts, size, step, columns, measure }
    }

    /// How much higher than Latin text that of the reader is.
    pub fn stretch(&self) -> f64 {
        self.scripts.first().map_or(1.0, |script| script.stretch())
    }

    /// Height of a line of the reader's language in its sizes.
    pub fn leading(&self) -> f64 {
        self.scripts.first().copied().unwrap_or(Script::of("")).leading
    }

    /// From the largest to the smallest.
    pub fn steps() -> impl Iterator<Item = usize> {
        (0..STEPS.len()).rev()
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
    sections: Vec<(ChosenSection, Vec<String>)>,
}

impl Renderer {
    /// The elements of a page in the languages of a sheet, with their heights.
    pub(super) fn blocks(
        &self,
        languages: &[Edition],
        bundle: BundleIndex,
        picks: Option<&[Pick]>,
    ) -> Result<Vec<Block>, Diagnostic> {
        let mut columns = Vec::new();
        for &language in languages {
            columns.extend(self.column(languages.len() > 1, bundle, picks, language)?);
        }
        let mut columns = columns.into_iter();
        let Some(own) = columns.next() else { return Ok(Vec::new()) };
        let other = columns.next();
        let mut blocks = Vec::new();
        for (section, html) in &own.sections {
            match &other {
                Some(other) => pair(&own, other, (section, html), &mut blocks),
                None => {
                    for (number, (cut, html)) in section.cuts.iter().zip(html).enumerate() {
                        blocks.push(block(cut, number, vec![html.clone()]));
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
        is_pair: bool,
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
        let has_notes = !is_pair && picks.is_none();
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
        Ok(Some(Column { page, sections }))
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
                    if *is_level == block.is_level && !(is_pair && block.is_first) =>
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
pub fn chapter(titles: impl Iterator<Item = String>) -> Block {
    let heading = |title| format!("<h2 class=\"chapter\">{title}</h2>");
    Block { texts: titles.map(heading).collect(), keeps_next: true, is_first: true, is_level: true }
}

/// A section beside that of another language: row by row where they are alike, else as a whole.
fn pair(
    own: &Column<'_>,
    other: &Column<'_>,
    (section, html): (&ChosenSection, &[String]),
    blocks: &mut Vec<Block>,
) {
    let beside = counterpart(&own.page.document, section, &other.page.document)
        .and_then(|id| other.sections.iter().find(|(other, _)| other.id == id.id));
    if let Some((_, beside)) = beside.filter(|(other, _)| section.is_like(other)) {
        let pairs = section.cuts.iter().zip(html.iter().zip(beside));
        for (number, (cut, (one, two))) in pairs.enumerate() {
            blocks.push(block(cut, number, vec![in_rows(cut, one), in_rows(cut, two)]));
        }
    } else if !html.is_empty() {
        let beside = beside.map_or_else(String::new, |(_, html)| html.concat());
        let texts = vec![html.concat(), beside];
        blocks.push(Block { texts, keeps_next: false, is_first: true, is_level: false });
    }
}

fn block(cut: &Cut, number: usize, texts: Vec<String>) -> Block {
    let keeps_next = matches!(cut.kind, ElementKind::Heading(_));
    Block { texts, keeps_next, is_first: number == 0, is_level: true }
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

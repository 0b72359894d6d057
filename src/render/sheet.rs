//! Printed sheets: the text of their pages, laid over panels.

use tera::Context;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::html::{Html, Piece, Pieces, word_stand_in};
use crate::leaflet::fit::{Script, height, width};
use crate::leaflet::{Content, Cut, Panel, Pick, Row, Sheet, choose, counterpart, layout};
use crate::markdown::ElementKind;
use crate::site::{BundleIndex, Edition, Page};
use crate::view::{
    ColumnView, LeafletView, NoticeView, PanelView, RowsView, SheetView, SideView, TextView,
};

use super::{CSP, Renderer};

/// Millimetres of a point.
const POINT: f64 = 25.4 / 72.0;
/// Between the languages of a pair and between columns, in millimetres.
const GAP: f64 = 6.0;
/// How full a panel may be before staff are told, in per cent.
const NEARLY_FULL: f64 = 90.0;

/// An element of a text, or two beside each other.
struct Block {
    /// One HTML for each language.
    texts: Vec<String>,
    row: Row,
    is_level: bool,
}

/// How the texts of a sheet are set.
struct Setting {
    languages: Vec<Edition>,
    /// Size of the text in millimetres.
    size: f64,
    columns: usize,
}

/// The words that stand-ins of the frame stand for.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn stand_in(&mut self, html: String) -> String {
        self.0.push(html);
        word_stand_in(self.0.len() - 1)
    }
}

impl Renderer {
    /// A sheet as a page of its own, and which of its panels are likely to be too small.
    ///
    /// # Errors
    /// A template error.
    pub fn sheet(&self, number: usize) -> Result<(Html, Diagnostics), Diagnostic> {
        let Some(sheet) = self.sheets.all().get(number) else {
            return Ok((Html::whole(""), Diagnostics::new()));
        };
        let mut found = Diagnostics::new();
        let mut words = Words::default();
        let view = match &sheet.content {
            Content::Page { bundle, sections } => {
                self.page_sheet(sheet, *bundle, sections.as_deref(), &mut words, &mut found)?
            }
            Content::Booklet(_) => return Ok((Html::whole(""), found)),
        };
        let Some(view) = view else { return Ok((Html::whole(""), found)) };
        let shared = &self.editions[sheet.edition];
        let mut context = Context::new();
        context.insert_value("locale", shared.locale_value.clone());
        context.insert_value("site", shared.site.clone());
        context.insert_value("m", shared.messages.clone());
        context.insert("sheet", &view);
        let frame = self.theme.render("sheet.html", &context)?;
        Ok((Html::in_frame(Piece::new(frame), words.0, Pieces::default()), found))
    }

    /// The sheets on which a page stands, for links.
    pub(super) fn leaflets(&self, bundle: BundleIndex, edition: Edition) -> Vec<LeafletView> {
        let catalog = &self.site.catalogs[edition];
        let view = |sheet: &Sheet| {
            let is_booklet = matches!(sheet.content, Content::Booklet(_));
            let beside = sheet.beside.map(|other| {
                let locale = &self.site.config.locales[other];
                self.foreign_text(locale.autonym().unwrap_or(locale.as_str()), other)
            });
            LeafletView {
                url: sheet.address.clone(),
                name: catalog.text(sheet.format.message()).to_owned(),
                title: is_booklet.then(|| self.own(&sheet.title, edition)),
                beside,
            }
        };
        self.sheets.of_page(bundle, edition).map(view).collect()
    }

    fn page_sheet(
        &self,
        sheet: &Sheet,
        bundle: BundleIndex,
        sections: Option<&[Pick]>,
        words: &mut Words,
        found: &mut Diagnostics,
    ) -> Result<Option<SheetView>, Diagnostic> {
        let entry = &self.site.bundles[bundle];
        let edition = sheet.edition;
        let Some(page) = entry.cells[edition].as_deref() else { return Ok(None) };
        let sides = sheet.format.sides(sheet.pages == Some(2));
        let setting = self.setting(sheet);
        let panel_width =
            sides.first().and_then(|side| side.panels.first()).map_or(1.0, |p| p.width);
        let blocks = self.blocks(sheet, &setting, bundle, sections, panel_width)?;
        let head = &page.front_matter;
        let second_title = match sheet.beside.and_then(|other| entry.cells[other].as_deref()) {
            Some(other) => sheet.beside.map(|language| self.foreign_text(other.title(), language)),
            None => self.source_title(entry, edition),
        };
        let mut view = SheetView {
            title: self.own(page.title(), edition),
            second_title,
            summary: head.summary().map(|summary| self.own(summary, edition)),
            notices: self.paper_notices(bundle, edition, page),
            day: head.reviewed.map(|day| self.date(day.0, edition)),
            valid_until: head.valid_until.as_ref().map(|day| self.date(day.value.0, edition)),
            check_after: head.review_by.as_ref().map(|day| self.date(day.value.0, edition)),
            ..self.sheet_frame(sheet, &entry.addresses[edition])
        };
        let text_panels = || {
            sides
                .iter()
                .flat_map(|side| &side.panels)
                .filter(|panel| panel.has_text && panel.copy_of.is_none())
        };
        let rooms: Vec<f64> =
            text_panels().map(|panel| self.text_room(panel, &view, &setting)).collect();
        let rows: Vec<Row> = blocks.iter().map(|block| block.row).collect();
        let spread = layout(&rows, &rooms);
        let mut of_panel = std::collections::BTreeMap::new();
        for ((panel, range), room) in text_panels().zip(&spread.panels).zip(&rooms) {
            let needed: f64 = rows[range.clone()].iter().map(|row| row.height).sum();
            let percent = needed / room * 100.0;
            if percent > NEARLY_FULL {
                found.push(self.full(sheet, panel, needed, *room));
            }
            let rows = self.rows(&blocks[range.clone()], &setting, words);
            of_panel.insert(panel.name.clone(), (rows, percent.round().max(0.0) as u32));
        }
        view.sides = sides
            .iter()
            .map(|side| SideView {
                panels: side
                    .panels
                    .iter()
                    .map(|panel| {
                        let name = panel.copy_of.as_ref().unwrap_or(&panel.name);
                        let (rows, percent) = of_panel.get(name).cloned().unwrap_or_default();
                        panel_view(panel, rows, percent)
                    })
                    .collect(),
            })
            .collect();
        Ok(Some(view))
    }

    fn setting(&self, sheet: &Sheet) -> Setting {
        let is_pair = sheet.beside.is_some();
        Setting {
            languages: std::iter::once(sheet.edition).chain(sheet.beside).collect(),
            size: sheet.format.text_size(is_pair) * POINT,
            columns: if is_pair { 1 } else { sheet.format.columns() },
        }
    }

    /// What does not depend on the text.
    fn sheet_frame(&self, sheet: &Sheet, page_url: &str) -> SheetView {
        let config = &self.site.config;
        let edition = sheet.edition;
        let contact = self.own_contact().and_then(|id| {
            let entry = self.site.registry.contacts.get(id)?;
            Some(self.contact(id, &entry.value, edition))
        });
        SheetView {
            format: sheet.format.as_str(),
            is_pair: sheet.beside.is_some(),
            crop_marks: sheet.crop_marks,
            head_title: format!("{} – {}", sheet.title, self.site_name(edition)),
            csp: CSP.to_owned(),
            css_url: self.theme.paper.address.clone(),
            icon_url: self.theme.icon.address.clone(),
            page_url: page_url.to_owned(),
            absolute_page_url: config.base_url.is_some().then(|| config.absolute(page_url)),
            title: TextView::default(),
            second_title: None,
            summary: None,
            notices: Vec::new(),
            day: None,
            valid_until: None,
            check_after: None,
            contact,
            sides: Vec::new(),
        }
    }

    /// The contact that stands at the end of every sheet.
    fn own_contact(&self) -> Option<&str> {
        let organisation = self.site.config.organisation.as_ref()?;
        Some(&organisation.contact.as_ref()?.value)
    }

    /// What a reader must know who cannot follow links.
    fn paper_notices(&self, bundle: BundleIndex, edition: Edition, page: &Page) -> Vec<NoticeView> {
        let mut notices = self.notices(bundle, edition, edition, page);
        notices.retain(|notice| notice.kind != "overdue");
        notices.iter_mut().for_each(|notice| notice.link = None);
        notices
    }

    /// The elements of a page in the languages of a sheet, with their heights.
    fn blocks(
        &self,
        sheet: &Sheet,
        setting: &Setting,
        bundle: BundleIndex,
        sections: Option<&[Pick]>,
        panel_width: f64,
    ) -> Result<Vec<Block>, Diagnostic> {
        let entry = &self.site.bundles[bundle];
        let Some(leading) = entry.leading(self.site.config.source) else { return Ok(Vec::new()) };
        let columns = setting.languages.len().max(setting.columns) as f64;
        let measure = (panel_width - GAP * (columns - 1.0)) / columns / setting.size;
        let mut texts = Vec::new();
        for &language in &setting.languages {
            let Some(page) = entry.cells[language].as_deref() else { continue };
            let document = &page.document;
            let mut chosen = choose(document, &leading.document, sections);
            let own = self.own_contact().unwrap_or_default();
            for section in &mut chosen {
                section.cuts.retain(|cut| !cut.is_card_of(document, own));
                let is_heading = |cut: &Cut| matches!(cut.kind, ElementKind::Heading(_));
                if section.cuts.iter().all(is_heading) {
                    section.cuts.clear();
                }
                let with_notes = setting.languages.len() == 1 && sections.is_none();
                section.cuts.retain(|cut| with_notes || cut.kind != ElementKind::Footnotes);
            }
            let parts = chosen.iter().flat_map(|section| &section.cuts);
            let html = self.fill_parts(
                bundle,
                sheet.edition,
                language,
                page,
                parts.map(|cut| cut.marks.clone()),
            )?;
            let mut html = html.into_iter();
            let chosen: Vec<_> = chosen
                .into_iter()
                .map(|section| {
                    let html: Vec<String> = section
                        .cuts
                        .iter()
                        .zip(html.by_ref())
                        .map(|(cut, html)| on_paper(cut, html))
                        .collect();
                    (section, html)
                })
                .collect();
            let locale = &self.site.config.locales[language];
            texts.push((page, chosen, Script::of(locale.as_str())));
        }
        let mut texts = texts.into_iter();
        let Some((page, chosen, script)) = texts.next() else { return Ok(Vec::new()) };
        let other = texts.next();
        let mut blocks = Vec::new();
        for (section, html) in chosen {
            let height_of = |html: &str, script| height(html, measure, script) * setting.size;
            let Some((other_page, other_chosen, other_script)) = &other else {
                for (number, (cut, html)) in section.cuts.iter().zip(html).enumerate() {
                    let row = row(cut, number, height_of(&html, script));
                    blocks.push(Block { texts: vec![html], row, is_level: true });
                }
                continue;
            };
            let id = counterpart(&page.document, &section, &other_page.document);
            let beside = id.and_then(|id| other_chosen.iter().find(|(other, _)| other.id == id.id));
            let alike = |(other, _): &&(_, _)| is_alike(&section, other);
            if let Some((_, other_html)) = beside.filter(alike) {
                let pairs = section.cuts.iter().zip(html.iter().zip(other_html));
                for (number, (cut, (one, two))) in pairs.enumerate() {
                    let taller = height_of(one, script).max(height_of(two, *other_script));
                    let texts = vec![in_rows(cut, one), in_rows(cut, two)];
                    blocks.push(Block { texts, row: row(cut, number, taller), is_level: true });
                }
            } else if !html.is_empty() {
                let texts =
                    vec![html.concat(), beside.map_or_else(String::new, |(_, html)| html.concat())];
                let taller = height_of(&texts[0], script).max(height_of(&texts[1], *other_script));
                let row = Row { height: taller, keeps_next: false, is_first: true };
                blocks.push(Block { texts, row, is_level: false });
            }
        }
        Ok(blocks)
    }

    /// Height that a panel has for text, in all its columns together.
    fn text_room(&self, panel: &Panel, view: &SheetView, setting: &Setting) -> f64 {
        let head = if panel.has_head { head_height(view, panel.width, setting.size) } else { 0.0 };
        let foot = if panel.has_foot { foot_height(panel.width) } else { 0.0 };
        (panel.height - head - foot) * setting.columns as f64
    }

    fn full(&self, sheet: &Sheet, panel: &Panel, needed: f64, room: f64) -> Diagnostic {
        let finding = Diagnostic::at(Code::LeafletFull, sheet.span.clone())
            .with("sheet", &sheet.address)
            .with("locale", &self.site.config.locales[sheet.edition])
            .with("panel", &panel.name)
            .with("percent", (needed / room * 100.0).round())
            .with("needed", needed.round())
            .with("room", room.round());
        if needed > room { finding.hint("over") } else { finding }
    }

    /// Neighbours of one kind as one group, in each language.
    fn rows(&self, blocks: &[Block], setting: &Setting, words: &mut Words) -> Vec<RowsView> {
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

fn panel_view(panel: &Panel, rows: Vec<RowsView>, percent: u32) -> PanelView {
    PanelView {
        name: panel.name.clone(),
        has_head: panel.has_head,
        has_foot: panel.has_foot,
        is_copy: panel.copy_of.is_some(),
        number: None,
        contents: Vec::new(),
        percent,
        rows,
    }
}

/// Title, title in the second language, summary and notices, in millimetres.
fn head_height(view: &SheetView, panel: f64, size: f64) -> f64 {
    let lines = |text: &str, factor: f64| (width(text) * factor * size / panel).ceil();
    let mut height = lines(&view.title.text, 2.1) * 1.9 * 1.2 + 1.6;
    if let Some(title) = &view.second_title {
        height += lines(&title.text, 1.1) * 1.1 * 1.3;
    }
    if let Some(summary) = &view.summary {
        height += lines(&summary.text, 1.0) * 1.4 + 0.3;
    }
    for notice in &view.notices {
        height += lines(&notice.html, 0.9) * 1.3 + 0.6;
    }
    height * size
}

/// Contact, edition and publicity, in millimetres: beside each other where there is room.
fn foot_height(panel: f64) -> f64 {
    if panel > 160.0 { 36.0 } else { 52.0 }
}

fn row(cut: &Cut, number: usize, height: f64) -> Row {
    let is_heading = matches!(cut.kind, ElementKind::Heading(_));
    Row { height, keeps_next: is_heading, is_first: number == 0 }
}

/// Whether each element of a section stands beside one of its kind.
fn is_alike(one: &crate::leaflet::ChosenSection, other: &crate::leaflet::ChosenSection) -> bool {
    let kind = |cut: &Cut| match cut.kind {
        ElementKind::Heading(_) => ElementKind::Heading(0),
        kind => kind,
    };
    let shape = |section: &crate::leaflet::ChosenSection| {
        section.cuts.iter().map(|cut| (kind(cut), cut.items)).collect::<Vec<_>>()
    };
    shape(one) == shape(other)
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

/// Longer lists have their last items in one row; the style sheet counts as far.
const MOST_ROWS: usize = 24;

//! Printed sheets: the text of their pages, laid over panels.

mod booklet;
mod eu_poster;
mod poster;
mod text;

use std::collections::BTreeMap;
use std::sync::PoisonError;

use tera::Context;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::html::{Html, Piece, Pieces};
use crate::leaflet::fit::{Script, width};
use crate::leaflet::{Content, Format, Panel, Pick, Row, Sheet, layout};
use crate::short;
use crate::site::{BundleIndex, Edition};
use crate::view::{LeafletView, NoticeView, PanelView, RowsView, SheetView, SideView, TextView};

use super::{CSP, Renderer};

use text::{Setting, Words};

/// Sheets that are kept at the most: about 30 MB.
const KEPT: usize = 500;
/// How full panels may be for a larger text.
const AIRY: f64 = 0.8;
/// What the number of a page takes, in millimetres.
const NUMBER: f64 = 7.0;
/// How full a panel may be before staff are told, in per cent.
const NEARLY_FULL: f64 = 90.0;

impl Renderer {
    /// A sheet as a page of its own, and which of its panels are likely to be too small.
    ///
    /// # Errors
    /// A template error.
    pub fn sheet(&self, number: usize) -> Result<(Html, Diagnostics), Diagnostic> {
        let kept = self.kept_sheets.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
        kept.map_or_else(|| self.rendered_sheet(number), Ok)
    }

    /// The same, kept for whoever asks next: a build looks at each sheet for the sake of its PDF
    /// before it publishes it.
    ///
    /// # Errors
    /// A template error.
    pub fn sheet_ahead(&self, number: usize) -> Result<Html, Diagnostic> {
        let (html, found) = self.rendered_sheet(number)?;
        let mut kept = self.kept_sheets.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT {
            kept.insert(number, (html.clone(), found));
        }
        Ok(html)
    }

    fn rendered_sheet(&self, number: usize) -> Result<(Html, Diagnostics), Diagnostic> {
        let Some(sheet) = self.sheets.all().get(number) else {
            return Ok((Html::whole(""), Diagnostics::new()));
        };
        let mut found = Diagnostics::new();
        let mut words = Words::default();
        let view = match &sheet.content {
            Content::Page { bundle, sections } => {
                self.page_sheet(sheet, *bundle, sections.as_deref(), &mut words, &mut found)?
            }
            Content::Poster(bundle) => self.poster_sheet(sheet, *bundle, &mut found),
            Content::Booklet(pages) => {
                Some(self.booklet_sheet(sheet, pages, &mut words, &mut found)?)
            }
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
            let is_booklet = sheet.is_booklet();
            let beside = sheet.beside.map(|other| {
                let locale = &self.site.config.locales[other];
                self.foreign_text(locale.autonym().unwrap_or(locale.as_str()), other)
            });
            LeafletView {
                url: sheet.address.clone(),
                name: catalog.text(sheet.format.message()).to_owned(),
                title: is_booklet.then(|| self.own(&sheet.title, edition)),
                beside,
                pdf: self.download_at(&sheet.address),
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
        let panel = sides.first().and_then(|side| side.panels.first());
        let width = panel.map_or(1.0, |panel| panel.width);
        let smallest = Setting::new(&self.site.config, sheet, width, 0);
        let blocks = self.blocks(&smallest.languages, bundle, sections)?;
        let head = &page.front_matter;
        // What a translation does not say of its days holds for it too.
        let leading = entry.leading(self.site.config.source).map(|page| &page.front_matter);
        let day = head.reviewed.or(leading.and_then(|leading| leading.reviewed));
        let until = head.valid_until.as_ref();
        let until = until.or(leading.and_then(|leading| leading.valid_until.as_ref()));
        let after = head.review_by.as_ref();
        let after = after.or(leading.and_then(|leading| leading.review_by.as_ref()));
        let second_title = match sheet.beside.and_then(|other| entry.cells[other].as_deref()) {
            Some(other) => sheet.beside.map(|language| self.foreign_text(other.title(), language)),
            None => self.source_title(entry, edition),
        };
        let mut view = SheetView {
            title: self.own(page.title(), edition),
            second_title,
            summary: head.summary().map(|summary| self.own(summary, edition)),
            notices: self.paper_notices(bundle, edition),
            day: day.map(|day| self.date(day.0, edition)),
            valid_until: until.map(|day| self.date(day.value.0, edition)),
            check_after: after.map(|day| self.date(day.value.0, edition)),
            ..self.sheet_frame(sheet, Some(bundle))
        };
        if view.is_eu_poster {
            self.name_project(&mut view, edition);
        }
        let text_panels = || {
            sides
                .iter()
                .flat_map(|side| &side.panels)
                .filter(|panel| panel.has_text && panel.copy_of.is_none())
        };
        // The largest text that leaves room for what the estimate does not know.
        let set = |step: usize| {
            let setting = Setting::new(&self.site.config, sheet, width, step);
            let rows: Vec<Row> = blocks.iter().map(|block| block.row(&setting)).collect();
            let rooms: Vec<f64> =
                text_panels().map(|panel| self.text_room(panel, &view, &setting)).collect();
            let spread = layout(&rows, &rooms);
            let needed = |range: &std::ops::Range<usize>| {
                rows[range.clone()].iter().map(|row| row.height).sum::<f64>()
            };
            let panels: Vec<_> = spread
                .panels
                .iter()
                .zip(&rooms)
                .map(|(range, room)| (range.clone(), needed(range), *room))
                .collect();
            (setting, panels)
        };
        let is_airy = |panels: &[(_, f64, f64)]| {
            panels.iter().all(|(_, needed, room)| *needed <= room * AIRY)
        };
        let mut steps = Setting::steps().map(set);
        let chosen = steps.find(|(setting, panels)| setting.step == 0 || is_airy(panels));
        let Some((setting, spread)) = chosen else { return Ok(None) };
        let mut of_panel = BTreeMap::new();
        for (panel, (range, needed, room)) in text_panels().zip(spread) {
            let percent = self.percent(sheet, panel, needed, room, found);
            let rows = self.rows(&blocks[range], &setting, words);
            of_panel.insert(panel.name.clone(), (rows, percent));
        }
        view.step = setting.step;
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

    /// What does not depend on the text.
    fn sheet_frame(&self, sheet: &Sheet, page: Option<BundleIndex>) -> SheetView {
        let edition = sheet.edition;
        let page_url =
            page.map_or("/", |bundle| &*self.site.bundles[bundle].addresses[edition]).to_owned();
        let short = page.and_then(|bundle| short::address(&self.site, bundle, edition));
        let contact = self.own_contact().and_then(|id| {
            let entry = self.site.registry.contacts.get(id)?;
            Some(self.contact(id, &entry.value, edition))
        });
        SheetView {
            format: sheet.format.as_str(),
            step: 0,
            is_pair: sheet.beside.is_some(),
            crop_marks: sheet.crop_marks,
            head_title: format!("{} – {}", sheet.title, self.site_name(edition)),
            csp: CSP.to_owned(),
            css_url: self.theme.paper.address.clone(),
            icon_url: self.theme.icon.address.clone(),
            qr: self.qr(short.as_deref().unwrap_or(&page_url)),
            page_url,
            is_folded: sheet.format.is_folded(),
            is_eu_poster: sheet.format == Format::EuPoster,
            title: TextView::default(),
            second_title: None,
            summary: None,
            notices: Vec::new(),
            day: None,
            valid_until: None,
            check_after: None,
            contact,
            poster: None,
            sides: Vec::new(),
        }
    }

    /// The contact that stands at the end of every sheet.
    fn own_contact(&self) -> Option<&str> {
        let organisation = self.site.config.organisation.as_ref()?;
        Some(&organisation.contact.as_ref()?.value)
    }

    /// What a reader must know who cannot follow links.
    fn paper_notices(&self, bundle: BundleIndex, edition: Edition) -> Vec<NoticeView> {
        let Some(page) = self.site.bundles[bundle].cells[edition].as_deref() else {
            return Vec::new();
        };
        let mut notices = self.notices(bundle, edition, edition, page);
        // The edition says when the details have to be checked.
        notices.retain(|notice| notice.kind != "overdue");
        notices.iter_mut().for_each(|notice| notice.link = None);
        notices
    }

    /// The same for several pages: each notice once.
    fn booklet_notices(&self, sheet: &Sheet, pages: &[BundleIndex]) -> Vec<NoticeView> {
        let mut notices: Vec<NoticeView> = Vec::new();
        for notice in pages.iter().flat_map(|&bundle| self.paper_notices(bundle, sheet.edition)) {
            if notices.iter().all(|known| known.html != notice.html) {
                notices.push(notice);
            }
        }
        notices
    }

    /// Height that a panel has for text, in all its columns together.
    fn text_room(&self, panel: &Panel, view: &SheetView, setting: &Setting) -> f64 {
        if view.is_eu_poster {
            return panel.height - self.around_eu_poster(view, panel.width, setting);
        }
        let head = if panel.has_head { head_height(view, panel.width, setting) } else { 0.0 };
        let foot = if panel.has_foot { foot_height(panel.width, view.qr.is_some()) } else { 0.0 };
        (panel.height - head - foot) * setting.columns as f64
    }

    /// How full a panel is, in per cent; staff are told before it is full.
    fn percent(
        &self,
        sheet: &Sheet,
        panel: &Panel,
        needed: f64,
        room: f64,
        found: &mut Diagnostics,
    ) -> u32 {
        let percent = (needed / room.max(1.0) * 100.0).round().max(0.0);
        if percent >= NEARLY_FULL {
            let finding = Diagnostic::at(Code::LeafletFull, sheet.span.clone())
                .with("sheet", &sheet.address)
                .with("locale", &self.site.config.locales[sheet.edition])
                .with("panel", &panel.name)
                .with("percent", percent)
                .with("needed", needed.round())
                .with("room", room.round());
            let hint = match sheet.content {
                Content::Poster(_) => "poster",
                _ => "over",
            };
            found.push(if needed > room { finding.hint(hint) } else { finding });
        }
        percent as u32
    }
}

fn panel_view(panel: &Panel, rows: Vec<RowsView>, percent: u32) -> PanelView {
    PanelView {
        name: panel.name.clone(),
        has_head: panel.has_head,
        has_foot: panel.has_foot,
        is_copy: panel.copy_of.is_some(),
        number: None,
        is_for_notes: false,
        contents: Vec::new(),
        percent,
        rows,
    }
}

/// Title, title in the second language, summary and notices, in millimetres.
fn head_height(view: &SheetView, panel: f64, setting: &Setting) -> f64 {
    let script = setting.scripts.first().copied().unwrap_or(Script::of(""));
    let size = setting.size * script.size;
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
    height * size * script.leading / Script::of("").leading
}

/// Contact, edition, publicity and code, in millimetres: beside each other where there is room.
fn foot_height(panel: f64, has_code: bool) -> f64 {
    match (panel > 160.0, has_code) {
        (true, true) => 42.0,
        (false, true) => 51.0,
        (true, false) => 31.0,
        (false, false) => 42.0,
    }
}

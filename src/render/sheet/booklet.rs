//! Booklets: several pages as chapters, on pages of their own that are folded into each other.
//!
//! Chromium can print no page number of another place (`target-counter`), so the compiler itself
//! lays the text over pages of fixed size. Each chapter begins on a new page, so that a chapter
//! that grows moves no other one within its pages, and the numbers in the contents are those of
//! the panels.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::leaflet::{Panel, Row, Sheet, layout};
use crate::site::BundleIndex;
use crate::view::{ChapterView, PanelView, SheetView, SideView};

use super::super::Renderer;
use super::text::{Setting, Words, chapter};
use super::{NUMBER, panel_view};

/// How full pages may become before a chapter takes another one: the estimate may be wrong.
const FULL_PAGE: f64 = 0.89;
/// Pages of a chapter at the most.
const MOST_PAGES: usize = 16;

impl Renderer {
    pub(super) fn booklet_sheet(
        &self,
        sheet: &Sheet,
        pages: &[BundleIndex],
        words: &mut Words,
        found: &mut Diagnostics,
    ) -> Result<SheetView, Diagnostic> {
        let edition = sheet.edition;
        let model = sheet.format.page(1, "text");
        let setting = Setting::new(&self.site.config, sheet, model.width, 0);
        let room = model.height - NUMBER;
        let mut contents = Vec::new();
        // The cover and the contents come before the text.
        let mut panels: Vec<PanelView> = Vec::new();
        let text = |number: usize, rows, percent| PanelView {
            number: Some(number),
            ..panel_view(&sheet.format.page(number, "text"), rows, percent)
        };
        for &bundle in pages {
            let number = panels.len() + 3;
            contents.push(ChapterView { title: self.title(bundle, edition), number });
            let titles = setting.languages.iter().map(|&language| {
                let page = self.site.bundles[bundle].cells[language].as_deref();
                page.map_or_else(String::new, |page| self.isolated(page.title(), language))
            });
            let mut blocks = vec![chapter(titles)];
            blocks.extend(self.blocks(&setting.languages, bundle, None)?);
            let rows: Vec<Row> = blocks.iter().map(|block| block.row(&setting)).collect();
            for range in spread(&rows, room) {
                let number = panels.len() + 3;
                let needed: f64 = rows[range.clone()].iter().map(|row| row.height).sum();
                let blocks = &blocks[range];
                let panel: Panel = sheet.format.page(number, "text");
                let percent = self.percent(sheet, &panel, needed, room, found);
                panels.push(text(number, self.rows(blocks, &setting, words), percent));
            }
        }
        let last = (panels.len() + 3).next_multiple_of(4);
        for number in panels.len() + 3..last {
            let notes = text(number, Vec::new(), 0);
            panels.push(PanelView { is_for_notes: true, ..notes });
        }
        let cover = PanelView {
            number: Some(1),
            ..panel_view(&sheet.format.page(1, "head"), Vec::new(), 0)
        };
        let contents = PanelView { contents, ..text(2, Vec::new(), 0) };
        let back = PanelView {
            number: Some(last),
            ..panel_view(&sheet.format.page(last, "foot"), Vec::new(), 0)
        };
        let all: Vec<PanelView> =
            [cover, contents].into_iter().chain(panels).chain([back]).collect();
        let config = &self.site.config;
        let title = self.own(&sheet.title, edition);
        let second = sheet.beside.unwrap_or(config.source);
        let second_title =
            config.booklets.iter().find(|(id, _)| id.value == sheet.id).and_then(|(_, booklet)| {
                let (text, language) = config.localise(&booklet.title.value, second)?;
                (second != edition).then(|| self.foreign_text(text, language))
            });
        let heads = pages.iter().filter_map(|&bundle| {
            Some(&self.site.bundles[bundle].cells[edition].as_ref()?.front_matter)
        });
        let day = heads.clone().filter_map(|head| head.reviewed).min();
        let until = heads.clone().filter_map(|head| Some(head.valid_until.as_ref()?.value)).min();
        let after = heads.filter_map(|head| Some(head.review_by.as_ref()?.value)).min();
        Ok(SheetView {
            title,
            second_title,
            notices: self.booklet_notices(sheet, pages),
            day: day.map(|day| self.date(day.0, edition)),
            valid_until: until.map(|day| self.date(day.0, edition)),
            check_after: after.map(|day| self.date(day.0, edition)),
            sides: imposed(all),
            ..self.sheet_frame(sheet, pages.first().copied())
        })
    }
}

/// As few pages as the estimate allows.
fn spread(rows: &[Row], room: f64) -> Vec<std::ops::Range<usize>> {
    let mut pages = 1;
    loop {
        let spread = layout(rows, &vec![room; pages]).panels;
        let fits = |range: &std::ops::Range<usize>| {
            let needed: f64 = rows[range.clone()].iter().map(|row| row.height).sum();
            needed <= room * FULL_PAGE
        };
        if pages == MOST_PAGES || spread.iter().all(fits) {
            return spread;
        }
        pages += 1;
    }
}

/// Pages as they stand on sheets that are folded into each other: the first and the last one share
/// a side, and so on inwards.
///
/// ```text
/// 1 2 3 4 5 6 7 8  ->  (8 1) (2 7) (6 3) (4 5)
/// ```
fn imposed(pages: Vec<PanelView>) -> Vec<SideView> {
    let mut pages = std::collections::VecDeque::from(pages);
    let mut sides = Vec::new();
    while let Some(first) = pages.pop_front() {
        // The style sheet puts odd pages on the right, or on the left where text runs to the left.
        let panels = std::iter::once(first).chain(pages.pop_back()).collect();
        sides.push(SideView { panels });
    }
    sides
}

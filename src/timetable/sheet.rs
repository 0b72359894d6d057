//! How much of a page the printed week of a town takes: the table that its page prints, row by row.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::reference::Entry;
use crate::site::{Edition, Site};

use super::{Course, Town};

/// Heights in tenths of a line: what is left on A4 in portrait between head and foot, a line, and
/// what a row has around its lines.
const PAGE: usize = 440;
const LINE: usize = 10;
const ROW: usize = 6;

/// Letters in a line of the columns: what it is, where it is, and days of their own.
const WHAT: usize = 30;
const WHERE: usize = 44;

/// The week on the notice board is one page.
pub fn sheet_over_page(site: &Site, today: Date, found: &mut Diagnostics) {
    for town in &site.towns {
        let courses = town.courses.iter().filter_map(|id| site.registry.courses.get(id));
        let shown: Vec<&Entry<Course>> =
            courses.filter(|entry| !entry.value.is_over(today)).collect();
        for (edition, locale) in site.config.locales.iter().enumerate() {
            let rows = shown.iter().map(|entry| height(site, town, &entry.value, edition, today));
            let height = LINE + ROW + rows.sum::<usize>();
            if let Some(first) = shown.first().filter(|_| height > PAGE) {
                found.push(
                    Diagnostic::at(Code::SheetOverPage, first.span.clone())
                        .with("town", town.name.as_deref().unwrap_or(&town.slug))
                        .with("locale", locale)
                        .with("count", height.div_ceil(LINE))
                        .with("most", PAGE / LINE),
                );
            }
        }
    }
}

/// All rows of a course: one for each lesson of the week, or one for its days.
fn height(site: &Site, town: &Town, course: &Course, edition: Edition, today: Date) -> usize {
    let (catalog, formats) = (&site.catalogs[edition], &site.formats[edition]);
    let raw = &course.raw;
    let lines = |letters: usize, width: usize| letters.div_ceil(width).max(1);
    let letters = |text: &str| text.chars().count();
    let own = raw.title.as_ref().and_then(|text| site.config.localise(text, edition));
    let kind = catalog.text(raw.kind.message());
    let marks = [(raw.full, "course_full"), (raw.sample, "course_sample")];
    let marks = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, key)| catalog.text(key));
    // In brackets, behind a space; the level stands behind the kind.
    let title = own.map_or_else(|| letters(kind) + 6, |(title, _)| letters(title))
        + marks.map(|mark| letters(mark) + 3).sum::<usize>();
    let place = course.place().and_then(|id| site.registry.places.get(id));
    let place = place.and_then(|place| site.config.localise(&place.value.name, edition));
    let place = place.map_or(town.name.as_deref().unwrap_or_default(), |(name, _)| name);
    let room = raw.room.as_ref().map_or(0, |room| letters(&room.value) + 10);
    let place = lines(letters(place) + room, WHERE);
    if course.slots.is_empty() {
        let days = course.lessons_from(today).filter(|lesson| lesson.is_held()).count();
        return ROW + LINE * days.max(lines(title, WHERE) + place);
    }
    let period = course.days().map(|(first, last)| formats.date_range_long(first, last));
    let what = lines(title, WHAT) + lines(letters(&period.unwrap_or_default()), WHAT + 4);
    let days: usize = course.slots.iter().map(|slot| slot.days.len()).sum();
    days * (ROW + LINE * what.max(place))
}

//! The frame of the pages of courses: there are thousands, and they differ in a few words only.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use crate::diagnostic::Diagnostic;
use crate::html::{Html, Part, Piece, word_stand_in};
use crate::markdown::escape;
use crate::site::Edition;
use crate::view::{ContentView, CourseView, TextView};

use super::{Addresses, Renderer};

/// Frames by what templates can tell apart: the edition, and which of title, title in the source
/// language and summary there are, in which languages.
pub type Frames = BTreeMap<(Edition, [Option<Option<String>>; 3]), Piece>;

/// The numbers of the words in which the pages differ. A text has two: plain and with its marks.
const ID: usize = 0;
const DATA: usize = 1;
const TEXTS: [usize; 3] = [2, 4, 6];
/// From here on the addresses in all editions.
const ADDRESSES: usize = 8;

impl Renderer {
    /// The page of a course, with its structured data.
    pub(super) fn framed(
        &self,
        edition: Edition,
        course: &CourseView,
        data: String,
    ) -> Result<Html, Diagnostic> {
        let texts = [Some(&course.title), course.source_title.as_ref(), course.note.as_ref()];
        let frame = self.course_frame(edition, texts)?;
        let escaped = |text: &str| {
            let mut html = String::with_capacity(text.len());
            escape(&mut html, text);
            html
        };
        let mut words = vec![escaped(&course.id), data];
        for text in texts {
            words.push(text.map_or_else(String::new, |text| escaped(&text.text)));
            words.push(text.map_or_else(String::new, |text| text.html.clone()));
        }
        let editions = 0..self.site.config.locales.len();
        let addresses = editions.map(|other| Addresses::new(&self.site, other));
        words.extend(addresses.flatten().map(|all| escaped(&all.course(&course.id))));
        let pieces = self
            .parts(edition, self.timetable_section())?
            .with(Part::Text, self.course_body(course, edition)?);
        Ok(Html::in_frame(frame, words, pieces))
    }

    fn course_frame(
        &self,
        edition: Edition,
        texts: [Option<&TextView>; 3],
    ) -> Result<Piece, Diagnostic> {
        let frames = || self.course_frames.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (edition, texts.map(|text| text.map(|text| text.lang.clone())));
        if let Some(frame) = frames().get(&key) {
            return Ok(frame.clone());
        }
        let text = |place: usize| {
            let (text, number) = (texts[place]?, TEXTS[place]);
            let (plain, html) = (word_stand_in(number), word_stand_in(number + 1));
            Some(TextView { text: plain, html, ..text.clone() })
        };
        let content = ContentView {
            id: word_stand_in(ID),
            title: text(0).unwrap_or_default(),
            source_title: text(1),
            summary: text(2),
            html: Part::Text.stand_in(),
            ..ContentView::default()
        };
        let address = |other: Edition| word_stand_in(ADDRESSES + other);
        let config = &self.site.config;
        let absolute = |other: Edition| config.absolute(&address(other));
        let alternates = self.alternate_views(absolute, absolute(config.source));
        let alternates = self.alternates_piece(&alternates)?;
        let view = self.below_timetable(edition, content, Some(word_stand_in(DATA)), &address);
        let frame = self.frame("course.html", edition, &view)?;
        let frame = frame.replace(&Part::Alternates.stand_in(), alternates.as_str());
        let frame = Piece::new(frame);
        frames().insert(key, frame.clone());
        Ok(frame)
    }
}

//! What stands where on the picture.

use std::fmt::Write;

use crate::locale::Direction;
use crate::markdown::escape;

use super::fonts::{STATEMENT, family};
use super::lines::Text;
use super::{SIZE, Words};

const MARGIN: f32 = 72.0;
/// Where the name of the portal stands, the title may begin, and the strip of the Union begins.
const NAME: f32 = 92.0;
const TOP: f32 = 128.0;
const STRIP: f32 = 490.0;
/// Sizes of the title, the largest that fits is taken.
const TITLES: [f32; 8] = [92.0, 84.0, 76.0, 68.0, 60.0, 52.0, 44.0, 36.0];
const LEADING: f32 = 1.24;
/// The date beside the title, as a part of its size, and the gap between them.
const WHEN: f32 = 0.56;
const GAP: f32 = 0.4;
/// What stays free above and below the title and the date together.
const SLACK: f32 = 40.0;

/// The emblem of the Union: twelve upright stars on a circle of a third of its height.
const EMBLEM: &str = "M40.5 6l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM49.5 8.412l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM56.088 15l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM58.5 24l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM56.088 33l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM49.5 39.588l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM40.5 42l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM31.5 39.588l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM24.912 33l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM22.5 24l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM24.912 15l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM31.5 8.412l1.763 5.427-4.616-3.354h5.706l-4.616 3.354z";

/// A line of text to write.
struct Line<'a> {
    text: &'a str,
    y: f32,
    size: f32,
    weight: u16,
    colour: &'a str,
    family: &'a str,
}

/// The picture as SVG.
pub fn svg(words: &Words) -> String {
    let (width, height) = SIZE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
         <path fill=\"#0b474e\" d=\"M0 0h{width}v{height}H0z\"/>"
    );
    let right = f32::from(1200_u16) - MARGIN;
    let (x, anchor, is_rtl) = match words.direction {
        Direction::Ltr => (MARGIN, "start", false),
        Direction::Rtl => (right, "end", true),
    };
    let mut write = |line: &Line<'_>, x: f32| {
        let Line { y, size, weight, colour, family, .. } = line;
        let _ = write!(
            svg,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-family=\"{family}\" \
             font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">"
        );
        // The base direction of a text in SVG is left to right, so each line is an isolate.
        svg.push_str(if is_rtl { "\u{2067}" } else { "\u{2066}" });
        escape(&mut svg, line.text);
        svg.push_str("\u{2069}</text>");
    };
    let name = &words.name;
    let line =
        Line { text: name, y: NAME, size: 36.0, weight: 400, colour: "#fff", family: family(name) };
    write(&line, x);

    let (size, title, when) = set(words);
    let bottom = if words.statement.is_some() { STRIP } else { f32::from(630_u16) };
    let used = used_height(size, title.len(), when.len());
    let mut y = TOP + (bottom - TOP - used) / 2.0 + size;
    for text in &title {
        write(&Line { text, y, size, weight: 700, colour: "#fff", family: family(text) }, x);
        y += size * LEADING;
    }
    y += size * (GAP + WHEN - 1.0);
    for text in &when {
        let size = size * WHEN;
        write(&Line { text, y, size, weight: 700, colour: "#ffc861", family: family(text) }, x);
        y += size * LEADING;
    }
    if let Some(text) = &words.statement {
        let start = if is_rtl { right - 135.0 } else { MARGIN };
        let beside = if is_rtl { start - 28.0 } else { start + 163.0 };
        let is_short = Text::new(text, 700).lines(44.0, right - MARGIN - 163.0).len() == 1;
        let size = if is_short { 44.0 } else { 30.0 };
        let line = Line { text, y: 575.0, size, weight: 700, colour: "#000", family: STATEMENT };
        let strip = format!(
            "<path fill=\"#fff\" d=\"M0 {STRIP}h{width}v{height}H0z\"/>\
             <g transform=\"translate({start} 515) scale(1.6667)\">\
             <path fill=\"#039\" d=\"M0 0h81v54H0z\"/><path fill=\"#fc0\" d=\"{EMBLEM}\"/></g>"
        );
        svg.push_str(&strip);
        let mut statement = String::new();
        escape(&mut statement, line.text);
        let Line { y, size, weight, colour, family, .. } = line;
        let _ = write!(
            svg,
            "<text x=\"{beside}\" y=\"{y}\" text-anchor=\"{anchor}\" font-family=\"{family}\" \
             font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{statement}</text>"
        );
    }
    svg.push_str("</svg>");
    svg
}

fn used_height(size: f32, title: usize, when: usize) -> f32 {
    let lines = |count: usize| (0..count).map(|_| size * LEADING).sum::<f32>();
    let gap = if when > 0 { size * GAP } else { 0.0 };
    lines(title) + gap + lines(when) * WHEN
}

/// The size of the title, its lines and those of the date.
fn set(words: &Words) -> (f32, Vec<String>, Vec<String>) {
    let width = f32::from(1200_u16) - 2.0 * MARGIN;
    let bottom = if words.statement.is_some() { STRIP } else { f32::from(630_u16) };
    let title = Text::new(&words.title, 700);
    let when = words.when.as_deref().map(|when| Text::new(when, 700));
    let mut last = (0.0, Vec::new(), Vec::new());
    for size in TITLES {
        let lines = title.lines(size, width);
        let dates = when.as_ref().map_or_else(Vec::new, |when| when.lines(size * WHEN, width));
        let is_high = used_height(size, lines.len(), dates.len()) > bottom - TOP - SLACK;
        let is_wide = !title.fits(size, width);
        last = (size, lines, dates);
        if !is_high && !is_wide {
            break;
        }
    }
    last
}

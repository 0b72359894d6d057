//! How high a text becomes on paper, estimated without a browser.
//!
//! Lines are broken word by word with the advance widths of Liberation Sans, which has those of
//! Arial; sheets are set in these two. Distances are those of the style sheets of sheets
//! (`css/paper/`), in multiples of the size of the text. What is not simulated: kerning, breaks
//! behind hyphens, and the contextual forms of Arabic, whose letters all count as wide as they are
//! on average in Noto Sans Arabic (measured with Chromium's `measureText`).

use unicode_normalization::UnicodeNormalization;

use crate::markdown::unescape;

/// Widths of U+0020 to U+007E in thousandths of the size.
const LATIN: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Widths of U+0410 to U+044F.
const CYRILLIC: [u16; 64] = [
    667, 656, 667, 542, 677, 667, 923, 604, 719, 719, 583, 656, 833, 722, 778, 719, 667, 722, 611,
    635, 760, 667, 740, 667, 917, 938, 792, 885, 656, 719, 1010, 722, 556, 573, 531, 365, 583, 556,
    669, 458, 559, 559, 438, 583, 688, 552, 556, 542, 556, 500, 458, 500, 823, 500, 573, 521, 802,
    823, 625, 719, 521, 510, 750, 542,
];

/// Mean width of a letter of Arabic.
const ARABIC: u16 = 480;

/// How much wider bold text is.
const BOLD: f64 = 1.09;

/// How a script is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Script {
    /// Size against that of Latin text beside it.
    pub size: f64,
    /// Height of a line against its size.
    pub leading: f64,
}

impl Script {
    /// As the style sheets set a language.
    pub fn of(language: &str) -> Self {
        match language.split('-').next() {
            Some("ar" | "fa" | "ur") => Self { size: 1.1, leading: 1.5 },
            _ => Self { size: 1.0, leading: 1.28 },
        }
    }

    /// How much higher a line is than one of Latin text of the same size.
    pub fn stretch(self) -> f64 {
        self.size * self.leading / Self::of("").leading
    }
}

/// Height of a piece of HTML that this program wrote, both in multiples of the size of the text.
///
/// ```
/// use rozcestnik::leaflet::fit::{Script, height};
/// let line = height("<p>Ahoj.</p>", 40.0, Script::of("cs"));
/// let lines = height("<p>Ahoj.<br>Ahoj.</p>", 40.0, Script::of("cs"));
/// assert!(line < lines && lines < 2.0 * line);
/// ```
pub fn height(html: &str, width: f64, script: Script) -> f64 {
    let mut flow = Flow {
        script,
        boxes: vec![Box {
            name: "",
            width: width / script.size,
            size: 1.0,
            is_bold: false,
            after: 0.0,
        }],
        at: 0.0,
        word: 0.0,
        height: 0.0,
        is_first_item: false,
        address: None,
    };
    flow.html(html);
    flow.end_line();
    flow.height * script.size
}

/// Width of a text in one line, in multiples of its size.
pub fn width(text: &str) -> f64 {
    text.chars().map(advance).map(f64::from).sum::<f64>() / 1000.0
}

/// How many lines a text takes that may be this wide, in millimetres as its size is.
pub fn lines(text: &str, size: f64, room: f64) -> f64 {
    (width(text) * size / room).ceil()
}

fn advance(c: char) -> u16 {
    match c {
        ' '..='~' => LATIN.get(c as usize - 0x20).copied().unwrap_or(556),
        'А'..='я' => CYRILLIC.get(c as usize - 0x410).copied().unwrap_or(556),
        'і' | 'ї' | 'І' | 'Ї' | '\u{a0}' | '·' => 278,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}' | '\u{300}'..='\u{36f}' => 0,
        '\u{64b}'..='\u{65f}' | '\u{670}' => 0,
        '\u{600}'..='\u{6ff}' => ARABIC,
        '—' | '…' => 1000,
        _ => match std::iter::once(c).nfd().next() {
            Some(base) if base != c => advance(base),
            _ => 556,
        },
    }
}

/// An open element.
struct Box<'a> {
    name: &'a str,
    width: f64,
    size: f64,
    is_bold: bool,
    /// What its lower edge takes.
    after: f64,
}

struct Flow<'a> {
    script: Script,
    boxes: Vec<Box<'a>>,
    /// Width of the line so far.
    at: f64,
    /// Width of the word so far.
    word: f64,
    height: f64,
    is_first_item: bool,
    /// Address of the open link, where paper shows it.
    address: Option<&'a str>,
}

impl<'a> Flow<'a> {
    fn html(&mut self, html: &'a str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.text(&rest[..at]);
            let Some(length) = rest[at..].find('>') else { return };
            let tag = &rest[at + 1..at + length];
            rest = &rest[at + length + 1..];
            rest = match tag.split([' ', '/']).next() {
                // It is not printed.
                Some("p") if tag.contains("card__incomplete") => {
                    rest.split_once("</p>").map_or("", |(_, rest)| rest)
                }
                Some("svg") => rest.split_once("</svg>").map_or("", |(_, rest)| rest),
                Some("table") => {
                    let (table, rest) = rest.split_once("</table>").unwrap_or((rest, ""));
                    self.table(table);
                    rest
                }
                _ => {
                    self.tag(tag);
                    rest
                }
            };
        }
        self.text(rest);
    }

    fn inner(&self) -> (f64, f64, bool) {
        self.boxes.last().map_or((1.0, 1.0, false), |one| (one.width, one.size, one.is_bold))
    }

    fn text(&mut self, text: &str) {
        let (_, size, is_bold) = self.inner();
        let factor = size * if is_bold { BOLD } else { 1.0 };
        for c in unescape(text).chars() {
            if matches!(c, ' ' | '\n') {
                self.end_word();
                if self.at > 0.0 {
                    self.at += 0.278 * factor;
                }
            } else {
                self.word += f64::from(advance(c)) / 1000.0 * factor;
            }
        }
    }

    fn end_word(&mut self) {
        let (width, size, _) = self.inner();
        if self.at > 0.0 && self.at + self.word > width {
            self.height += self.script.leading * size;
            self.at = 0.0;
        }
        self.at += self.word;
        self.word = 0.0;
        while self.at > width {
            self.height += self.script.leading * size;
            self.at -= width;
        }
    }

    fn end_line(&mut self) {
        self.end_word();
        if self.at > 0.0 {
            self.height += self.script.leading * self.inner().1;
            self.at = 0.0;
        }
    }

    fn tag(&mut self, tag: &'a str) {
        if let Some(name) = tag.strip_prefix('/') {
            self.close(name);
            return;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        let has = |class: &str| tag.contains(class);
        // Distance before, edges, indent, size, weight.
        let (before, edge, indent, size, is_bold) = match name {
            "h2" if has("\"chapter\"") => (0.0, 0.5, 0.0, 1.5, true),
            "h2" => (0.7, 0.0, 0.0, 1.15, true),
            "h3" | "h4" => (0.5, 0.0, 0.0, 1.0, true),
            "p" if has("alert__title") || has("card__name") => (0.0, 0.0, 0.0, 1.0, true),
            "p" if has("source-title") => (0.0, 0.0, 0.0, 0.9, false),
            "p" if ["card", "alert", "li", "blockquote"].iter().any(|one| self.is_inside(one)) => {
                (0.0, 0.0, 0.0, 1.0, false)
            }
            "p" | "figure" | "pre" => (0.4, 0.0, 0.0, 1.0, false),
            "ul" | "ol" if has("contact-card") => (0.0, 0.0, 0.0, 1.0, false),
            "ul" | "ol" => (if self.is_inside("li") { 0.0 } else { 0.4 }, 0.0, 1.4, 1.0, false),
            "li" if self.is_inside("card") || self.is_first_item => (0.0, 0.0, 0.0, 1.0, false),
            "li" => (0.15, 0.0, 0.0, 1.0, false),
            "blockquote" => (0.4, 0.0, 1.0, 1.0, false),
            "div" if has("\"alert") => (0.4, 0.4, 1.5, 1.0, false),
            "div" if has("\"card") => (0.4, 0.3, 0.8, 1.0, false),
            "div" | "section" | "dl" => (0.0, 0.0, 0.0, 1.0, false),
            "strong" | "b" | "th" => (0.0, 0.0, 0.0, 1.0, true),
            "span" if has("\"value\"") => (0.0, 0.0, 0.0, 1.0, true),
            "a" | "span" | "bdi" | "em" | "del" | "code" | "sup" | "small" | "time" | "label"
            | "dt" | "dd" | "hgroup" => (0.0, 0.0, 0.0, 1.0, false),
            "br" => return self.end_line(),
            "hr" => {
                self.end_line();
                self.height += 0.8;
                return;
            }
            "input" => {
                self.word += 1.2;
                return;
            }
            "img" => {
                self.end_line();
                self.height += 12.0;
                return;
            }
            _ => return,
        };
        if is_block(name) {
            self.end_line();
            self.height += before + edge;
        } else if name == "dd" {
            self.text(" ");
        }
        if name == "a" && has("\"external\"") {
            self.address = tag.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next());
        }
        self.is_first_item = matches!(name, "ul" | "ol");
        let (width, outer, was_bold) = self.inner();
        let name = match name {
            "div" if has("\"card") => "card",
            "div" if has("\"alert") => "alert",
            _ => name,
        };
        self.boxes.push(Box {
            name,
            width: width - indent,
            size: outer * size,
            is_bold: is_bold || was_bold,
            after: edge,
        });
    }

    fn close(&mut self, name: &str) {
        if name == "a"
            && let Some(address) = self.address.take()
        {
            // It may be broken anywhere.
            self.end_word();
            self.at += (width(address) + 0.9) * 0.85;
            self.end_word();
        }
        let is_it = |one: &Box<'_>| {
            one.name == name || name == "div" && matches!(one.name, "card" | "alert")
        };
        let Some(open) = self.boxes.iter().rposition(is_it) else { return };
        if is_block(name) {
            self.end_line();
        }
        let edges: f64 = self.boxes.drain(open.max(1)..).map(|one| one.after).sum();
        self.height += edges;
        if name == "dd" {
            self.text(" ");
        }
    }

    fn is_inside(&self, name: &str) -> bool {
        self.boxes.iter().any(|one| one.name == name)
    }

    /// Columns are equally wide.
    fn table(&mut self, html: &str) {
        const SIZE: f64 = 0.94;
        self.end_line();
        self.height += 0.4;
        let (width, ..) = self.inner();
        let columns = html.split("</tr>").next().map_or(1, |head| head.matches("<th").count());
        let cell_width = width / columns.max(1) as f64 / SIZE - 0.8;
        for row in html.split("</tr>") {
            let cells = row.split("<td").skip(1).chain(row.split("<th ").skip(1));
            let height_of = |cell: &str| {
                let words = cell.split_once('>').map_or("", |(_, words)| words);
                height(words, cell_width * self.script.size, self.script) / self.script.size
            };
            let highest = cells.map(height_of).fold(0.0, f64::max);
            if highest > 0.0 {
                self.height += (highest + 0.3) * SIZE;
            }
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "h2" | "h3"
            | "h4"
            | "p"
            | "figure"
            | "pre"
            | "ul"
            | "ol"
            | "li"
            | "blockquote"
            | "div"
            | "section"
            | "dl"
            | "hgroup"
    )
}

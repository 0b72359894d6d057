//! Publicity of EU support: emblem, statement, authority and project on every page and sheet.
//!
//! The rules are those of Annex IX of Regulation (EU) 2021/1060, to which Articles 47 and 50 bind
//! whoever gets support. Only a portal with `funding` in its `site.yaml` has to obey them.
//!
//! A theme shows the block with its component `funding`, in which the emblem has the class
//! `funding__emblem` and the statement `funding__statement`: by these names they are looked for.

mod blame;
mod style;

use crate::config::{Config, RawFunding};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::source::SourceTree;
use crate::theme;
use crate::yaml::{Localised, Spanned};

pub use blame::blame;
pub use style::check as check_style;

/// Where twelve upright stars stand: on a circle with a third of the height of the rectangle as its
/// radius, each in a circle of an eighteenth. The rectangle is 81 wide and 54 high.
pub const STARS: &str = "M40.5 6l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM49.5 8.412l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM56.088 15l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM58.5 24l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM56.088 33l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM49.5 39.588l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM40.5 42l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM31.5 39.588l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM24.912 33l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM22.5 24l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM24.912 15l1.763 5.427-4.616-3.354h5.706l-4.616 3.354zM31.5 8.412l1.763 5.427-4.616-3.354h5.706l-4.616 3.354z";

/// Width and height of the emblem where it is drawn.
const EMBLEM: [f64; 2] = [81.0, 54.0];

/// Attributes of the ground and colour of the stars: reflex blue and yellow; where there is but one
/// colour, that blue with stars in white, or black stars on white with a black outline.
const COLOURS: [[&str; 2]; 3] = [
    ["fill=\"#039\"", "#fc0"],
    ["fill=\"#039\"", "#fff"],
    ["fill=\"#fff\" stroke=\"#000\" stroke-width=\"2\"", "#000"],
];

/// The statement in the languages whose official wording is known, written out in full; the first
/// is for support of a part of the costs.
const STATEMENTS: [(&str, &[&str]); 4] = [
    ("cs", &["Spolufinancováno Evropskou unií", "Financováno Evropskou unií"]),
    ("de", &["Kofinanziert von der Europäischen Union"]),
    ("en", &["Co-funded by the European Union", "Funded by the European Union"]),
    ("sk", &["Spolufinancované Európskou úniou"]),
];

/// The rules on `site.yaml` and on the style sheets of the portal's own theme.
pub fn check(tree: &SourceTree, config: &Config, found: &mut Diagnostics) {
    let Some(funding) = &config.funding else { return };
    wrong_statement(config, &funding.statement, found);
    incomplete_publicity(config, funding, found);
    for (path, file) in tree.below(theme::FOLDER).filter(|(path, _)| path.ends_with(".css")) {
        if let Some(text) = file.text() {
            check_style(path, text, found);
        }
    }
}

/// Each language in which the EU words its statement says it in these words.
fn wrong_statement(config: &Config, statement: &Spanned<Localised>, found: &mut Diagnostics) {
    for locale in &config.locales {
        let official = STATEMENTS.iter().find(|(language, _)| *language == locale.language());
        let written = match &statement.value {
            // One text for all is that of the source.
            Localised::Same(text) => (locale == config.source_locale()).then_some(&**text),
            text @ Localised::ByLocale(_) => text.own(locale.as_str()),
        };
        let Some(((_, official), written)) = official.zip(written) else {
            continue;
        };
        if !official.contains(&written.trim()) {
            let span = Span::new(&config.path, statement.span.clone());
            let finding = Diagnostic::at(Code::WrongStatement, span);
            found.push(
                finding
                    .with("statement", written)
                    .with("locale", locale)
                    .with("official", official[0])
                    .hint("official"),
            );
        }
    }
}

/// Who pays and for what belongs beside the statement.
fn incomplete_publicity(config: &Config, funding: &RawFunding, found: &mut Diagnostics) {
    let fields = [
        ("fund", funding.fund.is_some()),
        ("authority", funding.authority.is_some()),
        ("name", funding.name.is_some()),
        ("project", funding.project.is_some()),
    ];
    let missing: Vec<String> = fields
        .iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(key, _)| format!("`{key}`"))
        .collect();
    if !missing.is_empty() {
        let span = Span::new(&config.path, funding.statement.span.clone());
        let finding = Diagnostic::at(Code::IncompletePublicity, span);
        found.push(finding.with("keys", missing.join(", ")));
    }
}

/// What is wrong with the publicity block in some HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// There is no emblem.
    NoEmblem,
    /// The statement is missing, or it is not the one of `site.yaml`.
    NoStatement,
    /// The emblem is drawn in another way than the official one.
    AlteredEmblem,
    /// A logo is both wider and higher than the emblem.
    LargerLogo,
}

impl Fault {
    /// What a template holds at the place that is to blame.
    const fn mark(self) -> &'static str {
        match self {
            Self::NoEmblem => "{% component",
            Self::NoStatement => STATEMENT_CLASS,
            Self::AlteredEmblem => EMBLEM_CLASS,
            Self::LargerLogo => "logo",
        }
    }

    /// The fault as a finding in a template of a component or of a page.
    pub fn finding(self, path: &SourcePath, template: &str) -> Diagnostic {
        let marks = [self.mark(), "{% component", "<footer", "</body>"];
        let place = marks.iter().find_map(|mark| Some((template.find(mark)?, mark.len())));
        let (start, length) = place.unwrap_or_default();
        let span = Span::new(path, start..start + length);
        match self {
            Self::NoEmblem => Diagnostic::at(Code::MissingPublicity, span).with("kind", "emblem"),
            Self::NoStatement => {
                Diagnostic::at(Code::MissingPublicity, span).with("kind", "statement")
            }
            Self::AlteredEmblem => Diagnostic::at(Code::AlteredEmblem, span),
            Self::LargerLogo => Diagnostic::at(Code::LargerLogo, span),
        }
    }
}

/// The class by which the emblem is found.
pub const EMBLEM_CLASS: &str = "funding__emblem";
const STATEMENT_CLASS: &str = "funding__statement";

/// Faults of what the component `funding` made; `statement` is HTML.
pub fn faults(block: &str, statement: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    match element(block, EMBLEM_CLASS) {
        None => faults.push(Fault::NoEmblem),
        Some((tag, inside)) if !is_official(tag, inside) => faults.push(Fault::AlteredEmblem),
        Some(_) => {}
    }
    match element(block, STATEMENT_CLASS) {
        Some((_, inside)) if inside.trim() == statement => {}
        _ => faults.push(Fault::NoStatement),
    }
    faults
}

/// Whether a logo in some HTML is larger than the emblem there: Annex IX measures height or width,
/// so one that is larger in both is.
pub fn has_larger_logo(html: &str) -> bool {
    let emblem = element(html, EMBLEM_CLASS).and_then(|(tag, _)| size(tag)).unwrap_or(EMBLEM);
    let tags = html.split('<').filter_map(|rest| Some(rest.split_once('>')?.0));
    let is_logo = |tag: &&str| {
        let is_drawn = tag.starts_with("img ") || tag.starts_with("svg ");
        is_drawn && attribute(tag, "class").is_some_and(|class| class.contains("logo"))
    };
    let mut logos = tags.filter(is_logo).filter_map(size);
    logos.any(|[width, height]| width > emblem[0] && height > emblem[1])
}

/// Opening tag and content of the element with a class, which holds none of its own kind.
fn element<'a>(html: &'a str, class: &str) -> Option<(&'a str, &'a str)> {
    let start = html[..html.find(class)?].rfind('<')?;
    let (tag, rest) = html[start + 1..].split_once('>')?;
    let name = tag.split_whitespace().next()?;
    let (inside, _) = rest.split_once(&format!("</{name}>"))?;
    Some((tag, inside))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn size(tag: &str) -> Option<[f64; 2]> {
    let number = |name| attribute(tag, name)?.parse().ok();
    Some([number("width")?, number("height")?])
}

/// Whether this is the emblem as Annex IX describes it, in one of its allowed versions.
fn is_official(tag: &str, drawing: &str) -> bool {
    let [width, height] = EMBLEM;
    let has_its_shape =
        size(tag).is_none_or(|[wide, high]| (wide * height - high * width).abs() < width);
    let drawn = |[ground, stars]: [&str; 2]| {
        format!(
            "<path {ground} d=\"M0 0h{width}v{height}H0z\"/>\
             <path fill=\"{stars}\" d=\"{STARS}\"/>"
        )
    };
    let is_drawn = COLOURS.into_iter().any(|colours| drawing.trim() == drawn(colours));
    let view_box = format!("0 0 {width} {height}");
    tag.starts_with("svg ")
        && is_drawn
        && has_its_shape
        && attribute(tag, "viewBox") == Some(&*view_box)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stars_stand_as_annex_ix_says() {
        let [width, height] = EMBLEM;
        assert_eq!(width / height, 1.5);
        let starts = STARS.split_terminator('z').map(|star| {
            let (x, y) =
                star.trim_start_matches('M').split_once('l').unwrap().0.split_once(' ').unwrap();
            (x.parse::<f64>().unwrap(), y.parse::<f64>().unwrap())
        });
        for (hour, (x, y)) in starts.enumerate() {
            let angle = (hour as f64 * 30.0).to_radians();
            let (centre_x, centre_y) = (
                width / 2.0 + height / 3.0 * angle.sin(),
                height / 2.0 - height / 3.0 * angle.cos(),
            );
            // The uppermost point of a star is right above its centre.
            assert!((x - centre_x).abs() < 0.001 && (y - (centre_y - height / 18.0)).abs() < 0.001);
        }
        assert_eq!(STARS.matches('z').count(), 12);
    }

    #[test]
    fn the_emblem_may_be_drawn_in_one_colour_but_not_in_others() {
        let block = |ground: &str, stars: &str| {
            format!(
                "<svg class=\"funding__emblem\" viewBox=\"0 0 81 54\"><path {ground} \
                 d=\"M0 0h81v54H0z\"/><path fill=\"{stars}\" d=\"{STARS}\"/></svg>\
                 <p class=\"funding__statement\" lang=\"cs\">EU</p>"
            )
        };
        assert_eq!(faults(&block("fill=\"#039\"", "#fc0"), "EU"), []);
        assert_eq!(faults(&block(COLOURS[2][0], "#000"), "EU"), []);
        assert_eq!(faults(&block("fill=\"#00f\"", "#fc0"), "EU"), [Fault::AlteredEmblem]);
        assert_eq!(faults(&block("fill=\"#039\"", "#fff"), "UE"), [Fault::NoStatement]);
        assert_eq!(faults("<p>EU</p>", "EU"), [Fault::NoEmblem, Fault::NoStatement]);
    }

    #[test]
    fn a_logo_is_larger_if_it_is_wider_and_higher() {
        let has_larger =
            |size: &str| has_larger_logo(&format!("<p><img class=\"site-logo\" {size}>"));
        assert!(has_larger("width=\"90\" height=\"60\""));
        assert!(!has_larger("width=\"200\" height=\"50\""));
        assert!(!has_larger("width=\"50\" height=\"54\""));
    }
}

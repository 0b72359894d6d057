//! The glossary as TBX-Basic (ISO 30042:2019), tags named after data categories.

use crate::locale::Locale;
use crate::markdown::escape;
use crate::reference::Registry;
use crate::yaml::Localised;

/// All terms in two or more languages, the source language first.
pub fn write(registry: &Registry, name: &str, source: &Locale, targets: &[&Locale]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <tbx type=\"TBX-Basic\" style=\"dct\" xml:lang=\"{source}\" \
         xmlns=\"urn:iso:std:iso:30042:ed-2\" xmlns:min=\"http://www.tbxinfo.net/ns/min\" \
         xmlns:basic=\"http://www.tbxinfo.net/ns/basic\">\n  <tbxHeader>\n    <fileDesc>\n      \
         <sourceDesc>\n        <p>{}</p>\n      </sourceDesc>\n    </fileDesc>\n  </tbxHeader>\n  \
         <text>\n    <body>\n",
        escaped(name)
    );
    for (id, entry) in &registry.terms {
        // The id of an element begins with a letter.
        let sign = if id.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "_" };
        xml.push_str(&format!("      <conceptEntry id=\"{sign}{}\">\n", escaped(id)));
        for locale in std::iter::once(source).chain(targets.iter().copied()) {
            let Some(term) = text(&entry.value.term, locale, source) else { continue };
            xml.push_str(&format!("        <langSec xml:lang=\"{locale}\">\n"));
            let definition = entry.value.definition.as_ref();
            if let Some(definition) = definition.and_then(|text| self::text(text, locale, source)) {
                let definition = escaped(definition);
                xml.push_str(&format!(
                    "          <basic:definition>{definition}</basic:definition>\n"
                ));
            }
            let term = escaped(term);
            xml.push_str(&format!(
                "          <termSec>\n            <term>{term}</term>\n          </termSec>\n        </langSec>\n"
            ));
        }
        xml.push_str("      </conceptEntry>\n");
    }
    xml.push_str("    </body>\n  </text>\n</tbx>\n");
    xml
}

/// The text of a language; one for all languages is that of the source language.
fn text<'a>(text: &'a Localised, locale: &Locale, source: &Locale) -> Option<&'a str> {
    match text {
        Localised::Same(text) => (locale == source).then_some(text),
        Localised::ByLocale(_) => text.own(locale.as_str()),
    }
}

fn escaped(text: &str) -> String {
    let mut xml = String::new();
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    escape(&mut xml, &plain);
    xml
}

//! Texts as a careful person writes them in YAML.

/// What YAML, in one of its versions, takes for something else than a text.
const RESERVED: [&str; 14] = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity", "none",
    "nil",
];

/// A text in one line, in quotation marks where YAML, in any of its versions, needs them.
pub fn scalar(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '„'));
    let is_reserved = RESERVED.contains(&text.to_lowercase().as_str());
    // Numbers, times and days; they have no spaces.
    let is_like_number = text.starts_with(char::is_numeric) && !text.contains(' ');
    let has_syntax = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    if is_word && !is_reserved && !is_like_number && !has_syntax && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_plain(c) => quoted.push(c),
            c => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// The same where it stands in a list or map in brackets.
pub fn scalar_in_brackets(text: &str) -> String {
    let plain = scalar(text);
    let is_quoted = plain.starts_with('"');
    if !is_quoted && plain.contains([',', '[', ']', '{', '}']) {
        return format!("\"{plain}\"");
    }
    plain
}

/// Whether YAML takes a character as it is, in the middle of a line.
pub fn is_plain(c: char) -> bool {
    let is_special = matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !c.is_control() && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_stand_where_they_must() {
        for (text, expected) in [
            ("Віза", "Віза"),
            ("yes", "\"yes\""),
            ("a: b", "\"a: b\""),
            ("„a“, b", "„a“, b"),
            ("say \"a\"", "say \"a\""),
            ("2027", "\"2027\""),
        ] {
            assert_eq!(scalar(text), expected);
        }
        assert_eq!(scalar_in_brackets("a, b"), "\"a, b\"");
        assert_eq!(scalar_in_brackets("a b"), "a b");
    }
}

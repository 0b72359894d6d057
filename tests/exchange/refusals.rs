//! What is wrong with what came back, and what is no matter.

use rozcestnik::diagnostic::SourcePath;
use rozcestnik::exchange::delivery;

use crate::{AS_SAID, SITE, po, shown, taken_over, tree, xlf};

#[test]
fn every_mistake_of_a_translator_is_said_with_its_place() {
    let file = po(SITE, |text| {
        text.replace("Коштує [[value:fee]]", "Коштує 1500")
            .replace("*завжди*", "<b>завжди</b>")
            .replace("msgstr \"Хто\"", "msgstr \"Хто {#hto}\"")
            .replace("Запитуйте.", "Запитуйте **зараз.")
            .replace("msgstr \"Ціна\"", "msgstr \"Ціна | нова\"")
            .replace(
                "msgstr \"Віза\"",
                "msgstr \"Ві\\u200eза\"".replace("\\u200e", "\u{200e}").as_str(),
            )
    });
    insta::assert_snapshot!(taken_over(&tree(SITE), &file, &AS_SAID), @r"
    uk.po:40:8: error[control-character]: invisible character `U+200E`: mark of left-to-right writing (delete the character: the program itself sets the direction of numbers, phones and foreign words)
    uk.po:73:8: error[raw-html]: HTML does not belong in a text: `<b>` (write it in Markdown: `**bold**`, `*italics*`, `- list`; an angle bracket that you mean as a sign is written `\<`)
    uk.po:73:8: error[references-differ]: the translation does not have the references of the text that it was made from (missing: `[[value:fee]]`)
    uk.po:85:8: error[markup-broken]: the translation would not look on the page as it should: `{#` (the sign lacks its other half, readers would see it among the words; add it or delete it)
    uk.po:121:8: error[markup-broken]: the translation would not look on the page as it should: `**` (the sign lacks its other half, readers would see it among the words; add it or delete it)
    uk.po:157:8: error[markup-broken]: the translation would not look on the page as it should: `Ціна | нова` (the text would become another kind of paragraph, heading, list or cell; if the sign belongs to the text, write `\` before it)
    ");
}

#[test]
fn foreign_texts_and_doubles_are_said_and_the_rest_is_taken() {
    let file = po(SITE, |text| {
        let visa = "msgctxt \"visa#who.1\"\nmsgid \"Kdo\"\nmsgstr \"Хто ще\"\n";
        let visas = visa.replace("visa#who", "visas#who");
        let gone = visa.replace("#who.1", "#gone.1");
        format!("{text}\n{visas}\n{gone}").replace("Портал", "Новий портал")
    });
    insta::assert_snapshot!(taken_over(&tree(SITE), &file, &AS_SAID), @r"
    == site.yaml
    name: {cs: Portál, uk: Новий портал}
    uk.po:197:9: error[unknown-page]: the portal has no page `visas`, its translation was not taken over (did you mean `visa`?)
    uk.po:203:8: warning[unknown-unit]: the page has no text `gone.1`, its translation was not taken over
    ");
    let twice = po(SITE, |text| {
        format!("{text}\nmsgctxt \"visa#who.1\"\nmsgid \"Kdo\"\nmsgstr \"Хто ще\"\n")
    });
    insta::assert_snapshot!(taken_over(&tree(SITE), &twice, &AS_SAID), @"uk.po:199:8: error[duplicate-unit]: `who.1` stands in the file twice, and each time it says something else");
}

#[test]
fn a_file_that_is_no_translation_is_one_finding() {
    let said = |file: &str| taken_over(&tree(SITE), file, &AS_SAID);
    let whole = xlf(SITE, |text| text);
    let cut: String = whole.chars().take(2000).collect();
    insta::assert_snapshot!(said(&cut), @"uk.xlf:57:69: error[exchange-syntax]: the file with the translation is damaged: the root node was opened but never closed (open the file in a program for translators and save it again; if it is cut off, ask for it once more)");
    insta::assert_snapshot!(said(&whole.replace("document:2.0", "document:1.2").replace("version=\"2.0\"", "version=\"1.2\"")), @"uk.xlf:2:1: error[exchange-format]: this file is no translation that can be taken over: XLIFF 1.2 (XLIFF 2.0 can be taken over; choose version 2.0 when you save in your program for translators, or translate the PO file)");
    let bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<xliff>&b;</xliff>";
    insta::assert_snapshot!(said(bomb), @"uk.xlf:1:1: error[exchange-format]: this file is no translation that can be taken over: `<!DOCTYPE` (delete the line that begins with `<!DOCTYPE`; a translation does not need it, and it could hide anything)");
    insta::assert_snapshot!(said("<tbx/>"), @"uk.xlf:1:1: error[exchange-format]: this file is no translation that can be taken over: `<tbx>` (the TBX glossary is for reading only; terms are translated in the XLIFF or PO file, part `_data/glossary`)");
    insta::assert_snapshot!(said("<html/>"), @"uk.xlf:1:1: error[exchange-format]: this file is no translation that can be taken over: `<html>` (an XLIFF 2.0 or PO file that `rozcestnik export translations` made can be taken over)");
    insta::assert_snapshot!(said("PK zip"), @"uk.po:1:1: error[exchange-format]: this file is no translation that can be taken over: `PK zip` (an XLIFF 2.0 or PO file that `rozcestnik export translations` made can be taken over)");
    insta::assert_snapshot!(said("msgid \"a\"\nmsgstr \"b\"\n"), @"uk.po:1:1: error[exchange-format]: this file is no translation that can be taken over: PO (the file lacks its header, an empty `msgid` followed by lines such as `Language: uk`)");
    insta::assert_snapshot!(said(&po(SITE, |text| text.replace("Віза\"", "Віза"))), @r#"uk.po:40:13: error[exchange-syntax]: the file with the translation is damaged: `msgstr "Віза` (a line begins with one of the words `msgctxt`, `msgid`, `msgstr` or with a quotation mark, and ends with a quotation mark)"#);
    insta::assert_snapshot!(said(&po(SITE, |text| format!("{text}\nmsgid \"a\"\n"))), @"uk.po:198:1: error[exchange-syntax]: the file with the translation is damaged: `msgstr` (the file ends in the middle; ask for it once more)");
    insta::assert_snapshot!(said(&po(SITE, |text| text.replace("msgstr \"Віза\"", "<<<<<<< HEAD\nmsgstr \"Віза\""))), @"uk.po:40:1: error[exchange-syntax]: the file with the translation is damaged: `<<<<<<< HEAD` (two people changed the file at once; keep one of the two versions and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`)");
    insta::assert_snapshot!(said(&po(SITE, |text| text.replace("Language: uk", "Language: ua"))), @"uk.po:2:8: error[exchange-language]: the translation is in the language `ua`, which does not fit here (languages of the portal: `cs`, `uk`, `en`; XLIFF names them in `srcLang` and `trgLang`, PO in the headers `Language` and `X-Source-Language`)");
    insta::assert_snapshot!(said(&po(SITE, |text| text.replace("Language: uk", "Language: cs"))), @"uk.po:2:8: error[exchange-language]: the translation is in the language `cs`, which does not fit here (the file should translate from one language to another, this one names the same twice)");
    let deep = "<pc>".repeat(200_000);
    insta::assert_snapshot!(said(&whole.replace("Віза", &format!("{deep}Віза{}", deep.replace('<', "</")))), @"uk.xlf:41:391: error[exchange-format]: this file is no translation that can be taken over: `<pc>` (tags stand in each other so deep that this is no translation; go back to the original file)");
}

#[test]
fn another_encoding_is_read_if_the_file_names_it() {
    let header = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=NAME\\n\"\n\"Language: uk\\n\"\n\"X-Source-Language: cs\\n\"\n";
    let file = format!("{header}\nmsgctxt \"visa#who.1\"\nmsgid \"Kdo\"\nmsgstr \"Šéf\"\n");
    let read = |name: &str| {
        let (bytes, ..) = encoding_rs::ISO_8859_2.encode(&file);
        let at = bytes.windows(4).position(|window| window == b"NAME").unwrap();
        let bytes = [&bytes[..at], name.as_bytes(), &bytes[at + 4..]].concat();
        let path: SourcePath = "uk.po".into();
        let (text, delivery, found) = delivery::read(&bytes, &path);
        let words = delivery.map(|delivery| delivery.files[0].units[0].target.clone());
        words.unwrap_or_default() + &shown(&found, &path, text)
    };
    insta::assert_snapshot!(read("ISO-8859-2"), @"Šéf");
    insta::assert_snapshot!(read("UTF-8"), @"uk.po:1:1: error[not-utf8]: this file is not UTF-8 text: byte 145 fits no letter (save the file again in the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8))");
    insta::assert_snapshot!(read("KOI8-X"), @"uk.po:1:1: error[exchange-format]: this file is no translation that can be taken over: `KOI8-X` (save the file again in the encoding UTF-8)");
}

#[test]
fn a_mark_of_byte_order_and_windows_line_ends_do_not_matter() {
    for file in [po(SITE, |text| text), xlf(SITE, |text| text)] {
        let file = format!("\u{feff}{}", file.replace('\n', "\r\n"));
        assert_eq!(taken_over(&tree(SITE), &file, &AS_SAID), "");
    }
}

//! Every component of the default theme renders its own examples.

use std::collections::BTreeMap;
use std::path::Path;

use rozcestnik::embedded;
use rozcestnik::source::SourceTree;
use rozcestnik::theme;
use serde_json::{Value, json};

/// Texts of the examples as the compiler hands them over: with their HTML beside them.
fn with_html(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(with_html),
        Value::Object(fields) => {
            if let Some(text) = fields.get("text").cloned() {
                fields.entry("html").or_insert(text);
            }
            fields.values_mut().for_each(with_html);
        }
        _ => {}
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "examples are no input of the compiler")]
fn every_component_renders_its_examples() {
    let (theme, found) = theme::load(&SourceTree::default(), embedded::tree());
    assert!(found.is_empty(), "{found:?}");
    let theme = theme.unwrap();
    let catalog = embedded::tree().text("i18n/en.yaml").unwrap();
    let messages: BTreeMap<String, Value> = serde_yaml::from_str(catalog).unwrap();
    let messages = tera::Value::from_serializable(&messages);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/components");
    let mut rendered = 0;
    for component in std::fs::read_dir(folder).unwrap() {
        let component = component.unwrap();
        if !component.path().join("template.html").exists() {
            continue;
        }
        let name = component.file_name().to_string_lossy().replace('-', "_");
        let examples = std::fs::read_to_string(component.path().join("examples.yaml"));
        let examples = examples.unwrap_or_else(|_| panic!("`{name}` has no examples"));
        let examples: Vec<Value> = serde_yaml::from_str(&examples).unwrap();
        for mut example in examples {
            with_html(&mut example);
            let body = example.get("body").and_then(Value::as_str).map(ToOwned::to_owned);
            let data = example.get("data").cloned().unwrap_or_else(|| json!({}));
            let html = theme.component(&name, &data, body.as_deref(), &messages);
            let html =
                html.unwrap_or_else(|error| panic!("{name}, {}: {error:?}", example["name"]));
            let fragment = scraper::Html::parse_fragment(&html);
            assert!(fragment.errors.is_empty(), "{name}: {:?}\n{html}", fragment.errors);
            rendered += 1;
        }
    }
    assert!(rendered > 24, "{rendered}");
}

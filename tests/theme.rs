//! Every component of the default theme renders its own examples.

use std::collections::BTreeMap;

use rozcestnik::embedded;
use rozcestnik::source::SourceTree;
use rozcestnik::theme;
use serde_json::Value;

#[test]
fn every_component_renders_its_examples() {
    let (theme, found) = theme::load(&SourceTree::default(), embedded::tree());
    assert!(found.is_empty(), "{found:?}");
    let theme = theme.unwrap();
    let catalog = embedded::tree().text("i18n/en.yaml").unwrap();
    let messages: BTreeMap<String, Value> = serde_yaml::from_str(catalog).unwrap();
    let messages = tera::Value::from_serializable(&messages);
    let components: Vec<&str> = embedded::tree()
        .below("themes/default/components/")
        .filter_map(|(path, _)| path.strip_suffix("/template.html")?.rsplit('/').next())
        .collect();
    assert!(components.len() > 24, "{components:?}");
    let with_examples: Vec<&str> =
        theme.examples.iter().map(|examples| &*examples.component).collect();
    assert_eq!(components, with_examples);
    for examples in &theme.examples {
        let name = examples.component.replace('-', "_");
        for example in examples.read().unwrap() {
            let html = theme.component(&name, &example.data, example.body.as_deref(), &messages);
            let html = html.unwrap_or_else(|error| panic!("{name}, {}: {error:?}", example.name));
            let fragment = scraper::Html::parse_fragment(&html);
            assert!(fragment.errors.is_empty(), "{name}: {:?}\n{html}", fragment.errors);
        }
    }
}

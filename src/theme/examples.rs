//! Examples of components: what each looks like with which data.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, SourcePath};
use crate::yaml;

/// `examples.yaml` of a component.
#[derive(Debug, Clone)]
pub struct Examples {
    /// Name of the component, as its folder is called.
    pub component: String,
    /// What the comment at the beginning of its template says it is for.
    pub about: String,
    path: SourcePath,
    text: String,
}

/// A component with some data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What is special about it.
    pub name: String,
    /// The arguments of the component.
    #[serde(default)]
    pub data: Map<String, Value>,
    /// What it stands around, as HTML.
    pub body: Option<String>,
}

impl Examples {
    pub(super) fn new(component: &str, path: &SourcePath, text: &str, template: &str) -> Self {
        let comment = template.strip_prefix("{#").and_then(|rest| rest.split_once("#}"));
        let about = comment.map_or("", |(comment, _)| comment.trim_end_matches('-'));
        Self {
            component: component.to_owned(),
            about: about.split_whitespace().collect::<Vec<_>>().join(" "),
            path: path.clone(),
            text: text.to_owned(),
        }
    }

    /// All of them, with texts as the compiler hands them over: with their HTML beside them.
    ///
    /// # Errors
    /// [`BadYaml`](crate::diagnostic::Code::BadYaml).
    pub fn read(&self) -> Result<Vec<Example>, Diagnostic> {
        let mut examples: Vec<Example> = yaml::read_loosely(&self.text, &self.path)?;
        for example in &mut examples {
            example.data.values_mut().for_each(with_html);
        }
        Ok(examples)
    }
}

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

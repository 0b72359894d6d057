//! `status`: how every page stands in every language.

use rozcestnik::translation::{html, markdown, overview, table};
use rozcestnik::write::replace_file;

use super::desk::Desk;
use super::{COULD_NOT_RUN, FINE, Session, say, say_refusal};
use crate::cli::{Status, StatusFormat};

/// `status`.
pub fn status(session: &Session, options: &Status) -> u8 {
    let Some(desk) = Desk::open(session) else { return COULD_NOT_RUN };
    let only = match &options.locale {
        Some(tag) => match desk.edition(tag) {
            None => return COULD_NOT_RUN,
            found => found,
        },
        None => None,
    };
    let overview = overview(desk.site(), session.today, only);
    let messages = &session.messages;
    if let Some(path) = &options.html {
        return match replace_file(path, &html(&overview, messages)) {
            Ok(()) => {
                let path = path.display().to_string();
                desk.say("report.new.created", &[("path", &path)]);
                FINE
            }
            Err(error) => {
                say_refusal(&error, messages);
                COULD_NOT_RUN
            }
        };
    }
    say(&match options.format {
        StatusFormat::Table => table(&overview, messages, session.colour_of_output),
        StatusFormat::Json => format!("{:#}\n", serde_json::json!(overview)),
        StatusFormat::Html => html(&overview, messages),
        StatusFormat::Markdown => markdown(&overview, messages),
    });
    FINE
}

//! `init`: files that make others work for the portal.

use rozcestnik::ci::{self, Program};
use rozcestnik::config;
use rozcestnik::source::{SourceTree, find_repository, holds_program};
use rozcestnik::write::{Kind, create_files, replace_files};

use super::{COULD_NOT_RUN, FINE, Session, say_error, say_refusal};
use crate::cli::InitCi;

/// Workflow files, a git hook and `CODEOWNERS`.
pub fn ci(session: &Session, options: &InitCi) -> u8 {
    let (messages, root) = (&session.messages, &session.root);
    let refuse = |pattern: &str, word: &str| {
        say_error(&messages.text(pattern, &[("word", word)]));
        COULD_NOT_RUN
    };
    let tree = SourceTree::read_config(root);
    let (Some(config), _) = config::load(&tree, None) else {
        let folder = root.display().to_string();
        say_error(&messages.text("missing-config.message", &[("folder", &folder)]));
        return COULD_NOT_RUN;
    };
    if let Some(repository) = find_repository(root)
        && repository != *root
    {
        return refuse("report.init.not_root", &repository.display().to_string());
    }
    if !is_branch(&options.branch) {
        return refuse("report.init.bad_branch", &options.branch);
    }
    let program = match &options.program {
        Some(text) => match Program::parse(text) {
            Some(program) => program,
            None => return refuse("report.init.bad_program", text),
        },
        None if holds_program(root) => Program::Here,
        None => return refuse("report.init.no_program", ""),
    };
    let files = ci::files(&config, options.provider, &program, &options.branch, messages);
    let written =
        if options.replace { replace_files(root, &files) } else { create_files(root, &files) };
    if let Err(error) = written {
        say_refusal(&error, messages);
        if error.kind == Kind::Exists && !options.replace {
            say_error(&messages.text("report.init.replace", &[]));
        }
        return COULD_NOT_RUN;
    }
    for file in &files {
        let path = root.join(&file.path).display().to_string();
        say_error(&messages.text("report.init.written", &[("path", &path)]));
    }
    let nobody = ci::languages_without_owner(&config);
    if !nobody.is_empty() {
        let words = [("locales", nobody.join(", "))];
        let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
        say_error(&messages.text("report.init.no_owner", &words));
    }
    say_error(&messages.text("report.init.hook", &[]));
    let next = format!("report.init.next.{}", options.provider.name());
    say_error(&messages.text(&next, &[("branch", &options.branch)]));
    FINE
}

/// Names that git takes and no shell or YAML reader mistakes for something else.
fn is_branch(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_plain)
}

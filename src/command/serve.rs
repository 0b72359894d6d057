//! `serve`: the same compilation, answered from memory.

use std::borrow::Cow;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use rozcestnik::admin;
use rozcestnik::diagnostic::Severity;
use rozcestnik::output::{OutputFile, OutputPath};
use rozcestnik::portal::Portal;
use rozcestnik::render::CSP;
use rozcestnik::report::{Colour, Format, report};
use rozcestnik::serve::{self, Answer, Build, Builder, Change, Note, Settings, Texts};
use rozcestnik::source::{INPUTS, SourceTree};
use rozcestnik::{Drafts, Memo, Options, assemble};

use super::build::{default_output, duration};
use super::{COULD_NOT_RUN, FINE, Session, say_error};
use crate::cli::Serve;

/// Serves until somebody ends it.
pub fn serve(session: Session, options: &Serve) -> u8 {
    let messages = &session.messages;
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)) {
        Ok(listener) => listener,
        Err(_) => {
            let port = options.port.to_string();
            say_error(&messages.text("report.serve.port_taken", &[("port", &port)]));
            return COULD_NOT_RUN;
        }
    };
    let text = |name: &str| messages.text(&format!("report.serve.{name}"), &[]);
    let settings = Settings {
        texts: Texts {
            locale: text("locale"),
            failed: text("failed"),
            close: text("close"),
            disconnected: text("disconnected"),
            crashed: text("crashed"),
        },
        content_security_policy: CSP.to_owned(),
        left_alone: admin::ADDRESS,
    };
    let serving = messages.text("report.serve.serving", &[]);
    let drafts = if options.no_drafts { Drafts::Hidden } else { Drafts::Shown };
    let compiler = Compiler {
        options: session.options(drafts, &None),
        tree: Arc::new(SourceTree::default()),
        memo: Memo::default(),
        has_built: false,
        saves: options.offline,
        session,
    };
    let server = match serve::start(listener, settings, compiler) {
        Ok(server) => server,
        Err(error) => {
            say_error(&error.to_string());
            return COULD_NOT_RUN;
        }
    };
    let url = server.url();
    say_error(&serving.replace("{url}", &url));
    if options.open
        && let Err(error) = serve::open_browser(&url)
    {
        say_error(&error.to_string());
    }
    server.wait();
    FINE
}

struct Compiler {
    session: Session,
    options: Options,
    tree: Arc<SourceTree>,
    memo: Memo,
    has_built: bool,
    /// Whether pages can be saved in the browser, as readers of the published portal can.
    saves: bool,
}

impl Builder for Compiler {
    fn build(&mut self, change: &Change) -> Build {
        let started = Instant::now();
        let root = &self.session.root;
        match change {
            Change::Everything => self.tree = Arc::new(SourceTree::read(root)),
            Change::Paths(paths) => Arc::make_mut(&mut self.tree).reread(root, paths),
        }
        let (portal, mut found) = assemble(&self.tree, &self.options, &mut self.memo);
        let touches_theme = match change {
            Change::Everything => true,
            Change::Paths(paths) => paths.iter().any(|path| path.starts_with(root.join("themes"))),
        };
        if let Some(portal) = portal.as_ref().filter(|_| touches_theme) {
            found.append(portal.probe());
            found.finish();
        }
        let messages = &self.session.messages;
        let colour = self.session.colour;
        let text = |format, colour| report(&found, &self.tree, messages, format, colour);
        let time = duration(started.elapsed());
        let errors = messages.count("report.errors", found.count(Severity::Error));
        let warnings = messages.count("report.warnings", found.count(Severity::Warning));
        if found.has_errors() || !self.has_built {
            say_error(text(Format::Human, colour).trim_end_matches('\n'));
        }
        let words = [("time", time.as_str()), ("errors", &errors), ("warnings", &warnings)];
        say_error(&messages.text("report.serve.rebuilt", &words));
        self.has_built = true;
        let failed = found.has_errors();
        Build {
            portal: portal.filter(|_| !failed).map(|portal| {
                let portal = portal.with_style_guide();
                let saves = self.saves;
                Arc::new(Answers(if saves { portal } else { portal.without_saving() })) as Arc<_>
            }),
            findings: failed.then(|| {
                let errors = found.errors();
                report(&errors, &self.tree, messages, Format::Human, Colour::None)
            }),
        }
    }

    fn watched(&self) -> Vec<PathBuf> {
        INPUTS.iter().map(|input| self.session.root.join(input)).collect()
    }

    fn ignored(&self) -> Vec<PathBuf> {
        vec![default_output(&self.session.root), self.session.root.join("target")]
    }

    fn note(&mut self, note: &Note) {
        let Note::Polling { reason } = note;
        say_error(&self.session.messages.text("report.serve.polling", &[("reason", reason)]));
    }
}

/// The portal as the server asks for it.
struct Answers(Portal);

impl serve::Portal for Answers {
    fn answer(&self, path: &str) -> Option<Answer<'_>> {
        let path = OutputPath::of_address(path)?;
        match self.0.file(&path)? {
            Ok(OutputFile::Bytes(bytes)) => Some(Answer::File(Cow::Owned(bytes))),
            Ok(made @ (OutputFile::Html(_) | OutputFile::Picture(_) | OutputFile::Archive(_))) => {
                Some(Answer::File(Cow::Owned(made.bytes().into_owned())))
            }
            // Templates are tried after each build, so this page would have to be a special case.
            Err(_) => None,
        }
    }
}

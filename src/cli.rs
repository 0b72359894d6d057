//! The commands and their options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use rozcestnik::ci::Provider;
use rozcestnik::exchange::texts::Only;
use rozcestnik::frontmatter::Translator;
use rozcestnik::report::Format;
use rozcestnik::schema;

/// Compiles multilingual guidance into a static information portal.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Folder of the portal [default: the nearest one upwards that holds site.yaml]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// Language of messages: cs or en [default: the source language of the portal]
    #[arg(long, global = true, value_name = "TAG")]
    pub lang: Option<String>,
    /// Pretend that today is another day, such as 2027-03-31
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<jiff::civil::Date>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile the portal into a folder
    ///
    /// Nothing is written when there is an error. The folder is replaced as a whole: whoever looks
    /// sees the old portal or the new one, never half of one. Files that did not change are left
    /// alone.
    Build(Build),
    /// Look for mistakes, write nothing
    Check(Check),
    /// Show the portal in a browser while you write
    ///
    /// Compiles, serves from memory on this computer only, and brings every saved change to the
    /// open page. Writes nothing to the disk.
    Serve(Serve),
    /// Ask the search of the portal what a reader would ask
    ///
    /// Answers come from the same index as those in the browser, here by way of tantivy.
    Search(Search),
    /// Make PDFs of leaflets and other sheets through an installed Chromium
    ///
    /// Without pages, makes those that are missing or older than the text, and removes those of
    /// sheets that there are no more. A sheet whose text goes over its edge is not written.
    Pdf(Pdf),
    /// Show how each translation stands against its source, and which facts need a look
    Status(Status),
    /// Say that a translation agrees with the text it was made from
    ///
    /// Writes into the head of the translation what each section of that text says, so that a
    /// later change of the text is noticed. Nothing else in the file changes.
    Stamp(Stamp),
    /// Show what changed in the source since a page was translated
    Diff(Diff),
    /// Create a page or a whole portal
    #[command(subcommand)]
    New(New),
    /// Set up what works for the portal elsewhere
    #[command(subcommand)]
    Init(Init),
    /// Take over what you keep in a spreadsheet, or what came back from a translator
    #[command(subcommand)]
    Import(Import),
    /// Write texts for people who do not use git
    #[command(subcommand)]
    Export(Export),
    /// Explain a finding: what it means, why it is bad, what to do
    Explain {
        /// Code of the finding, such as broken-link; without one, a list of all
        code: Option<String>,
    },
    /// Read the handbook for staff: first edit, writing, translation, timetable and more
    Handbook {
        /// Chapter, such as first-edit; without one, a list of all
        chapter: Option<String>,
    },
    /// Print the JSON Schema of a YAML format, for completion in editors
    Schema {
        /// The format
        format: schema::Format,
    },
    /// Write down the addresses of all pages and the state of all courses
    ///
    /// Adds to content/data/addresses.yaml what is published now, so that check knows when a page
    /// moves, and writes content/data/revisions.yaml, so that calendars know when a course changed.
    /// Run it whenever the portal goes public; nothing is ever taken out.
    RecordAddresses,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Options that decide what is compiled.
#[derive(Debug, Args)]
pub struct Input {
    /// Address of the portal, in place of base_url in site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,
    /// How to write findings
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

/// Compile the portal into a folder.
#[derive(Debug, Args)]
pub struct Build {
    /// What is compiled.
    #[command(flatten)]
    pub input: Input,
    /// Folder to write to [default: public in the folder of the portal]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Keep the search index of each edition in a folder of its own, for other programs
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub keep_index: Option<PathBuf>,
}

/// Make PDFs of leaflets and other sheets.
#[derive(Debug, Args)]
pub struct Pdf {
    /// Pages whose sheets are made anew, by their path below content/, and booklets [default: all]
    pub ids: Vec<String>,
    /// Editions, with commas between them [default: all]
    #[arg(long, value_delimiter = ',', value_name = "TAGS")]
    pub locale: Option<Vec<String>>,
    /// Formats, with commas between them, such as a4,week; `page` is the page itself [default: all
    /// sheets]
    #[arg(long, value_delimiter = ',', value_name = "FORMATS")]
    pub format: Vec<String>,
    /// Folder to write to [default: pdf in the folder of the portal]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Address of the portal, in place of base_url in site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Drafts too
    #[arg(long)]
    pub drafts: bool,
    /// How long Chromium may take for a sheet
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub time_limit: u32,
}

impl Pdf {
    /// Whether only some formats are wanted.
    pub fn has_format(&self) -> bool {
        !self.format.is_empty()
    }

    /// Whether a format was asked for by its name.
    pub fn wants(&self, format: &str) -> bool {
        self.format.iter().any(|wanted| wanted == format)
    }
}

/// Ask the search of the portal.
#[derive(Debug, Args)]
pub struct Search {
    /// What is compiled.
    #[command(flatten)]
    pub input: Input,
    /// What the reader types
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub query: Option<String>,
    /// The edition that the reader is in [default: the source language]
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// Say what each word gave each page
    #[arg(long)]
    pub explain: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Read lines of edition, tabulator and query from standard input, print one line of JSON each
    #[arg(long)]
    pub batch: bool,
}

/// Look for mistakes, write nothing.
#[derive(Debug, Args)]
pub struct Check {
    /// What is compiled.
    #[command(flatten)]
    pub input: Input,
    /// Fail on warnings too
    #[arg(long)]
    pub strict: bool,
}

/// Show how translations stand.
#[derive(Debug, Args)]
pub struct Status {
    /// One language only, with what to do for each page
    #[arg(long, value_name = "TAG")]
    pub locale: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value = "table")]
    pub format: StatusFormat,
    /// Write a page for the browser into this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "format")]
    pub html: Option<PathBuf>,
}

/// How `status` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// A table of at most 80 columns
    Table,
    /// For programs
    Json,
    /// A page for the browser
    Html,
    /// A list for an issue or an e-mail
    Markdown,
}

/// Say that translations agree.
#[derive(Debug, Args)]
pub struct Stamp {
    /// Id, folder or file of the page
    #[arg(value_name = "PAGE", required_unless_present = "unrecorded")]
    pub page: Option<String>,
    /// Language of the translation [default: that of the file]
    #[arg(value_name = "LOCALE")]
    pub locale: Option<String>,
    /// The source changed in words only: whatever agreed before still agrees
    #[arg(long, conflicts_with_all = ["locale", "sections", "from", "by", "unrecorded"])]
    pub minor: bool,
    /// All translations of which nobody ever said it, or those into one language
    #[arg(long, conflicts_with = "sections")]
    pub unrecorded: bool,
    /// Only this section; can be given several times
    #[arg(long = "section", value_name = "ID")]
    pub sections: Vec<String>,
    /// The language that it was made from [default: as recorded, or else the source language]
    #[arg(long, value_name = "TAG")]
    pub from: Option<String>,
    /// Who made it [default: as recorded, or else a person]
    #[arg(long, value_enum)]
    pub by: Option<Translator>,
}

/// Show what changed since a translation.
#[derive(Debug, Args)]
pub struct Diff {
    /// Id, folder or file of the page
    #[arg(value_name = "PAGE")]
    pub page: String,
    /// Language of the translation [default: that of the file]
    #[arg(value_name = "LOCALE")]
    pub locale: Option<String>,
    /// Write Markdown for an e-mail to the translator
    #[arg(long)]
    pub markdown: bool,
}

/// Show the portal in a browser while you write.
#[derive(Debug, Args)]
pub struct Serve {
    /// Port on this computer; 0 takes any free one
    #[arg(long, default_value_t = 4321)]
    pub port: u16,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Leave drafts out
    #[arg(long)]
    pub no_drafts: bool,
    /// Let pages be saved in the browser, as on the published portal
    #[arg(long)]
    pub offline: bool,
}

/// Create a page or a whole portal.
#[derive(Debug, Subcommand)]
pub enum New {
    /// Create a page: a folder with one file for each language
    Page {
        /// Id of the page: its path below content/, such as residence/visa
        id: String,
        /// Languages, with commas between them [default: the source language]
        #[arg(long, value_delimiter = ',', value_name = "TAGS")]
        locales: Vec<String>,
    },
    /// Create a complete small portal in a new folder
    Portal {
        /// The folder; it must not exist or be empty
        #[arg(value_hint = ValueHint::DirPath)]
        dir: PathBuf,
    },
}

/// Write texts for people who do not use git.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Write the texts of a language for a translator
    ///
    /// LOCALE.xlf is for programs for translators (XLIFF 2.0), LOCALE.po for Poedit and others
    /// (gettext), LOCALE.tbx is the glossary. Send one of the first two; `import translations` puts
    /// it back.
    Translations(ExportTranslations),
}

/// Write the texts of a language for a translator.
#[derive(Debug, Args)]
pub struct ExportTranslations {
    /// Pages, by their path below content/, or data, such as _data/glossary [default: everything]
    pub ids: Vec<String>,
    /// The language to translate into
    #[arg(long, value_name = "TAG")]
    pub locale: String,
    /// The language to translate from [default: the source language]
    #[arg(long, value_name = "TAG")]
    pub from: Option<String>,
    /// Which texts
    #[arg(long, value_enum, default_value = "all")]
    pub only: Only,
    /// Which files to write
    #[arg(long, value_enum, default_value = "all")]
    pub format: ExchangeFormat,
    /// Folder to write to [default: translations in the folder of the portal]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write over files that are there
    #[arg(long)]
    pub replace: bool,
}

/// A format for translators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExchangeFormat {
    /// XLIFF 2.0.
    Xliff,
    /// PO of gettext.
    Po,
    /// The glossary alone, as TBX.
    Tbx,
    /// All three.
    All,
}

/// Set up what works for the portal elsewhere.
#[derive(Debug, Subcommand)]
pub enum Init {
    /// Write workflow files that check, publish and watch the portal, a git hook and CODEOWNERS
    ///
    /// Each pull request is checked and gets a preview to download, the main branch is published,
    /// once a month an issue lists what needs review, and translations can be stamped without a
    /// terminal. Nothing is written when one of the files exists.
    Ci(InitCi),
}

/// Write workflow files, a git hook and CODEOWNERS.
#[derive(Debug, Args)]
pub struct InitCi {
    /// Where the repository lives
    #[arg(long, value_enum)]
    pub provider: Provider,
    /// Where the workflows take this program from: address of a git repository and hash of a commit;
    /// not needed when the repository of the portal holds the program
    #[arg(long, value_name = "URL@COMMIT")]
    pub program: Option<String>,
    /// The branch that is published
    #[arg(long, default_value = "main", value_name = "NAME")]
    pub branch: String,
    /// Write over files that are there
    #[arg(long)]
    pub replace: bool,
}

/// Take over what you keep in a spreadsheet, or what came back from a translator.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Put back what a translator made of `export translations`
    ///
    /// Only texts that changed are written; every other byte of a page stays. Sections that are
    /// translated in full are recorded as agreeing with their source. A page with a mistake in one of
    /// its texts stays as it is, the others are written.
    Translations(ImportTranslations),
    /// Write the courses of a spreadsheet to content/data/timetables/NAME.yaml
    ///
    /// Save the spreadsheet as CSV. Its first row names the columns, in any order, in English as in
    /// YAML or in Czech: id (kód), kind (druh), title (název), level (úroveň), place (místo), days
    /// (dny), times (čas), from (od), to (do) and so on; title:uk is the title in Ukrainian. Each
    /// further row is a course. Everything that cannot be read is reported with row and column, and
    /// then nothing is written.
    Timetable(ImportTimetable),
}

/// Put back what a translator made of `export translations`.
#[derive(Debug, Args)]
pub struct ImportTranslations {
    /// Files that came back, XLIFF 2.0 or PO
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Who translated them [default: a person; one who went through all of a machine's page
    /// reviewed it]
    #[arg(long, value_enum)]
    pub by: Option<Translator>,
    /// Take every text for finished, whatever the file says
    #[arg(long)]
    pub finished: bool,
    /// How to write findings
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

/// Write the courses of a spreadsheet to content/data/timetables/NAME.yaml.
#[derive(Debug, Args)]
pub struct ImportTimetable {
    /// The spreadsheet, saved as CSV
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Name of the file to write: small letters, digits, hyphens [default: that of the spreadsheet]
    #[arg(long)]
    pub name: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub replace: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use rozcestnik::diagnostic::Code;
    use rozcestnik::handbook;
    use rozcestnik::message::Messages;

    use super::*;

    /// The commands that a text quotes, in the words that a shell makes of them.
    fn quoted(text: &str) -> Vec<Vec<String>> {
        let spans = text.split('`').map(|span| span.split_whitespace().collect::<Vec<_>>());
        let lines = text.lines().map(|line| line.split_whitespace().collect());
        let commands = spans.chain(lines).filter_map(|words| {
            let words = words.join(" ").replace("cargo run --release -- ", "rozcestnik ");
            words.starts_with("rozcestnik ").then_some(words)
        });
        commands
            .map(|command| {
                let parts = command.split('"').enumerate();
                let in_quotes = |(at, part): (usize, &str)| match at % 2 {
                    0 => part.split_whitespace().map(ToOwned::to_owned).collect(),
                    _ => vec![part.to_owned()],
                };
                parts.flat_map(in_quotes).collect()
            })
            .collect()
    }

    /// Whether it is the bare name of a command, as in "made by `rozcestnik export translations`".
    fn is_name(command: &[String]) -> bool {
        let all = Cli::command();
        let mut names = command.iter().skip(1);
        names.try_fold(&all, |command, name| command.find_subcommand(name)).is_some()
    }

    #[test]
    fn every_command_in_the_handbook_is_one() {
        for language in ["cs", "en"] {
            let messages = Messages::new(language);
            let mut count = 0;
            for name in handbook::names() {
                for command in quoted(&handbook::chapter(name, &messages).unwrap_or_default()) {
                    let parsed = Cli::try_parse_from(&command);
                    if let Err(error) = &parsed {
                        assert!(is_name(&command), "{name}: {command:?}: {error}");
                    }
                    let is_placeholder = |word: &str| word == word.to_uppercase();
                    match parsed.map(|cli| cli.command) {
                        Ok(Command::Explain { code: Some(code) }) if !is_placeholder(&code) => {
                            assert!(Code::from_name(&code).is_some(), "{name}: {code}");
                        }
                        Ok(Command::Handbook { chapter: Some(chapter) })
                            if !is_placeholder(&chapter) =>
                        {
                            assert!(handbook::names().any(|name| name == chapter), "{chapter}");
                        }
                        _ => {}
                    }
                    count += 1;
                }
            }
            assert!(count > 40, "{count}");
        }
    }
}

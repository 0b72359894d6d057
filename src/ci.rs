//! Publishing through git: workflow files that check every change, publish the portal and keep its
//! review list, a hook that looks before each commit, and who is asked about which language.

use std::fmt::Write;

use crate::config::Config;
use crate::message::Messages;
use crate::scaffold::NewFile;

/// Where the repository lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Provider {
    /// GitHub with GitHub Actions and GitHub Pages.
    Github,
    /// GitLab with its pipelines and GitLab Pages.
    Gitlab,
    /// Forgejo with Forgejo Actions; the portal goes to the branch `pages`.
    Forgejo,
}

/// Where the workflows take this program from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    /// The repository of the portal holds it.
    Here,
    /// Another repository, at one commit.
    Git {
        /// Address of the repository.
        url: String,
        /// Hash of the commit.
        commit: String,
    },
}

impl Program {
    /// Reads `URL@COMMIT`. The commit is a whole hash, so that nobody can put another program in
    /// its place, and neither part holds a character that means something to a shell.
    pub fn parse(text: &str) -> Option<Self> {
        let (url, commit) = text.rsplit_once('@')?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:@+%".contains(c);
        let has_scheme = ["https://", "ssh://"].iter().any(|scheme| url.starts_with(scheme));
        let is_hash = [40, 64].contains(&commit.len())
            && commit.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (has_scheme && url.chars().all(is_plain) && is_hash)
            .then(|| Self::Git { url: url.to_owned(), commit: commit.to_owned() })
    }

    /// The command that builds it into a folder.
    fn install(&self, folder: &str) -> String {
        let source = match self {
            Self::Here => "--path .".to_owned(),
            Self::Git { url, commit } => format!("--git {url} --rev {commit} rozcestnik"),
        };
        format!("cargo install {source} --locked --force --root {folder}")
    }

    /// What the cache knows it by, in the words of GitHub and Forgejo.
    fn key(&self) -> String {
        match self {
            Self::Here => {
                let files: Vec<String> = SOURCES.iter().map(|name| format!("'{name}'")).collect();
                format!("${{{{ hashFiles({}) }}}}", files.join(", "))
            }
            Self::Git { commit, .. } => commit.clone(),
        }
    }

    /// The script that builds it at GitLab, unless the cache holds it.
    fn script(&self) -> String {
        let wanted = match self {
            Self::Here => {
                let names = SOURCES.map(|name| name.trim_end_matches("/**")).join(" ");
                format!("$(git ls-tree -r HEAD -- {names} | sha256sum | cut -d ' ' -f 1)")
            }
            Self::Git { commit, .. } => commit.clone(),
        };
        let install = self.install(".program");
        format!(
            "wanted={wanted}\n\
             if [ \"$(cat .program/wanted 2>/dev/null)\" != \"$wanted\" ]; then\n  \
               {install}\n  \
               echo \"$wanted\" > .program/wanted\n\
             fi\n\
             export PATH=\"$PWD/.program/bin:$PATH\"\n"
        )
    }
}

/// What the program is built from.
const SOURCES: [&str; 7] =
    ["Cargo.toml", "Cargo.lock", "build.rs", "src/**", "themes/**", "i18n/**", "docs/**"];

/// Issues hold 65,536 characters at GitHub.
const SHORTEN: &str = "awk '{ size += length($0) + 1 } \
    size > 60000 { print \"\\n\" ENVIRON[\"REST\"]; exit } { print }' status.md > review.md";

const PUBLISH: &str = include_str!("ci/forgejo/publish-script.sh");

/// Only PDFs of sheets that changed are made anew, and the browser is fetched once.
const PDF_CACHE: &str = include_str!("ci/gitlab/pdf-cache.yml");

const HOOK: (&str, &str) = (".githooks/pre-commit", include_str!("ci/pre-commit.sh"));

impl Provider {
    /// The name of its messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Forgejo => "forgejo",
        }
    }

    const fn templates(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Github => &[
                (".github/actions/rozcestnik/action.yml", include_str!("ci/github/action.yml")),
                (".github/workflows/check.yml", include_str!("ci/github/check.yml")),
                (".github/workflows/publish.yml", include_str!("ci/github/publish.yml")),
                (".github/workflows/review.yml", include_str!("ci/github/review.yml")),
                (".github/workflows/stamp.yml", include_str!("ci/github/stamp.yml")),
            ],
            Self::Gitlab => &[(".gitlab-ci.yml", include_str!("ci/gitlab/gitlab-ci.yml"))],
            Self::Forgejo => &[
                (".forgejo/actions/rozcestnik/action.yml", include_str!("ci/forgejo/action.yml")),
                (".forgejo/workflows/check.yml", include_str!("ci/forgejo/check.yml")),
                (".forgejo/workflows/publish.yml", include_str!("ci/forgejo/publish.yml")),
                (".forgejo/workflows/review.yml", include_str!("ci/forgejo/review.yml")),
                (".forgejo/workflows/stamp.yml", include_str!("ci/forgejo/stamp.yml")),
            ],
        }
    }

    /// How a job gets the browser, letters of all languages, and the PDFs of the last time.
    const fn pdf_steps(self) -> &'static str {
        match self {
            Self::Github => include_str!("ci/github/pdf-steps.yml"),
            Self::Gitlab => include_str!("ci/gitlab/pdf-steps.yml"),
            Self::Forgejo => include_str!("ci/forgejo/pdf-steps.yml"),
        }
    }

    /// The first place where it looks for the owners of files.
    const fn owners_path(self) -> &'static str {
        match self {
            Self::Github => ".github/CODEOWNERS",
            Self::Gitlab => ".gitlab/CODEOWNERS",
            Self::Forgejo => ".forgejo/CODEOWNERS",
        }
    }

    /// The files of a language, in the words of its `CODEOWNERS`: GitHub and GitLab match as
    /// `.gitignore` does, Forgejo by regular expressions in which each backslash is doubled.
    fn files_of(self, locale: &str) -> [String; 2] {
        match self {
            Self::Github | Self::Gitlab => {
                [format!("/content/**/{locale}.md"), format!("/i18n/{locale}.yaml")]
            }
            Self::Forgejo => {
                [format!("content/(.*/)?{locale}\\\\.md"), format!("i18n/{locale}\\\\.yaml")]
            }
        }
    }
}

/// All files for a provider, in the language of `messages`. `branch` is the one that is published.
pub fn files(
    config: &Config,
    provider: Provider,
    program: &Program,
    branch: &str,
    messages: &Messages,
) -> Vec<NewFile> {
    let source = config.source_locale().as_str();
    let mut translations: Vec<&str> =
        config.locales.iter().map(|locale| locale.as_str()).filter(|tag| *tag != source).collect();
    // A choice needs something to choose from.
    if translations.is_empty() {
        translations.push(source);
    }
    let base_url = match (&config.base_url, provider) {
        (Some(_), _) | (None, Provider::Forgejo) => "",
        (None, Provider::Github) => " --base-url \"$BASE_URL\"",
        (None, Provider::Gitlab) => " --base-url \"$CI_PAGES_URL\"",
    };
    let word = |name: &str| match name {
        "branch" => branch.to_owned(),
        "base_url" => base_url.to_owned(),
        "translations" => quoted_list(&translations),
        "first_translation" => translations.first().copied().unwrap_or_default().to_owned(),
        "program_key" => program.key(),
        "install_command" => program.install("~/.rozcestnik"),
        "program_script" => block(&program.script(), 4, "- "),
        "pdf_steps" | "pdf_command" | "pdf_cache" if !config.offers_pdf() => String::new(),
        "pdf_steps" => fill(provider.pdf_steps(), |name| match name {
            "base_url" => base_url.to_owned(),
            name => messages.text(&format!("ci.{name}"), &[]),
        }),
        "pdf_command" => format!("          rozcestnik pdf{base_url}\n"),
        "pdf_cache" => PDF_CACHE.to_owned(),
        "publish_script" => block(PUBLISH, 10, ""),
        "shorten" => SHORTEN.to_owned(),
        name => messages.text(&format!("ci.{name}"), &[("provider", provider.name())]),
    };
    let mut files: Vec<NewFile> = provider
        .templates()
        .iter()
        .chain([&HOOK])
        .map(|(path, template)| NewFile { path: (*path).to_owned(), text: fill(template, word) })
        .collect();
    files.push(NewFile {
        path: provider.owners_path().to_owned(),
        text: owners(config, provider, messages),
    });
    files
}

/// Languages that nobody is named for in `owners` of `site.yaml`.
pub fn languages_without_owner(config: &Config) -> Vec<&str> {
    let all = config.locales.iter().zip(&config.owners);
    all.filter(|(_, owners)| owners.is_empty()).map(|(locale, _)| locale.as_str()).collect()
}

fn owners(config: &Config, provider: Provider, messages: &Messages) -> String {
    let mut text = format!("# {}\n", messages.text("ci.owners_head", &[]));
    for (locale, owners) in config.locales.iter().zip(&config.owners) {
        if owners.is_empty() {
            let nobody = messages.text(
                "ci.owners_nobody",
                &[("locale", locale.as_str()), ("provider", provider.name())],
            );
            let _ = writeln!(text, "# {nobody}");
        }
        for pattern in provider.files_of(locale.as_str()) {
            let _ = match owners.as_slice() {
                [] => writeln!(text, "# {pattern}"),
                owners => writeln!(text, "{pattern} {}", owners.join(" ")),
            };
        }
    }
    text
}

/// Replaces `<<name>>` by a word, `<<"name">>` by a YAML string and `<<'name'>>` by a shell string.
fn fill(template: &str, word: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("<<") {
        let Some((name, after)) = after.split_once(">>") else { break };
        text.push_str(before);
        let plain = name.trim_matches(['"', '\'']);
        text.push_str(&match name.chars().next() {
            Some('"') => quoted(&word(plain)),
            Some('\'') => format!("'{}'", word(plain).replace('\'', "'\\''")),
            _ => word(plain),
        });
        rest = after;
    }
    text + rest
}

/// JSON is YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn quoted_list(texts: &[&str]) -> String {
    serde_json::Value::from(texts).to_string()
}

/// Lines as a literal block of YAML, alone or as an item of a list.
fn block(lines: &str, indent: usize, item: &str) -> String {
    let start = if item.is_empty() { String::new() } else { format!("\n{:indent$}{item}", "") };
    let deeper = indent + item.len();
    let mut text = format!("{start}|");
    for line in lines.lines() {
        let _ = write!(text, "\n{:deeper$}{line}", "");
    }
    text
}

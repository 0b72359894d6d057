//! Publishing through git: the files that `init ci` writes, and what they do when they are run.
#![expect(clippy::disallowed_methods, reason = "these tests look at the disk")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/txtar.rs"]
mod txtar;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rozcestnik::ci::{Program, Provider, files};
use rozcestnik::message::Messages;
use rozcestnik::scaffold::NewFile;
use rozcestnik::source::SourceTree;
use serde_json::Value;
use tempfile::TempDir;

const OWNED: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
owners: {cs: [\"@redakce\", \"@centrum/preklady\"]}
";

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

const PROVIDERS: [Provider; 3] = [Provider::Github, Provider::Gitlab, Provider::Forgejo];

fn elsewhere() -> Program {
    Program::parse(&format!("https://git.example/rozcestnik.git@{COMMIT}")).unwrap()
}

fn made(site: &str, provider: Provider, program: &Program, language: &str) -> Vec<NewFile> {
    let tree =
        SourceTree::from_files(txtar::files(site).iter().map(|(path, text)| (path.as_str(), text)));
    let (config, _) = rozcestnik::config::load(&tree, None);
    files(&config.unwrap(), provider, program, "main", &Messages::new(language))
}

fn text<'a>(files: &'a [NewFile], path: &str) -> &'a str {
    &files.iter().find(|file| file.path == path).unwrap().text
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// Every value of a key, however deep.
fn all<'a>(value: &'a Value, key: &str, into: &mut Vec<&'a Value>) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                if name == key {
                    into.push(value);
                }
                all(value, key, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| all(item, key, into)),
        _ => {}
    }
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    all(value, key, &mut found);
    let lines = |value: &Value| match value {
        Value::Array(items) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        value => value.as_str().unwrap_or_default().to_owned(),
    };
    found.into_iter().map(lines).collect()
}

#[test]
fn every_file_is_whole_in_both_languages() {
    let with_pdf = OWNED.replace("owners:", "pdf: true\nowners:");
    for provider in PROVIDERS {
        for program in [Program::Here, elsewhere()] {
            for (language, site) in [("cs", OWNED), ("en", OWNED), ("cs", &with_pdf)] {
                for file in made(site, provider, &program, language) {
                    let NewFile { path, text } = &file;
                    for gap in ["<<", ">>>", "ci.", "{locale}"] {
                        let text = text.replace(".program/", "").replace("gitlab-ci.yml", "");
                        assert!(!text.contains(gap), "{path} holds {gap}: {text}");
                    }
                    if path.ends_with(".yml") {
                        assert!(yaml(text).is_object(), "{path}");
                    }
                    assert_eq!(file.is_script(), path == ".githooks/pre-commit", "{path}");
                }
            }
        }
    }
}

#[test]
fn what_people_type_never_becomes_a_part_of_a_script() {
    for provider in PROVIDERS {
        for file in made(OWNED, provider, &Program::Here, "en") {
            if !file.path.ends_with(".yml") {
                continue;
            }
            let workflow = yaml(&file.text);
            for key in ["run", "script", "before_script", "after_script"] {
                for script in texts(&workflow, key) {
                    assert!(!script.contains("${{"), "{}: {script}", file.path);
                }
            }
            assert!(!file.text.contains("pull_request_target"), "{}", file.path);
            assert!(!file.text.contains("secrets."), "{}", file.path);
        }
    }
}

#[cfg(unix)]
#[test]
fn every_script_is_one_that_a_shell_can_read() {
    let folder = tempfile::tempdir().unwrap();
    for provider in PROVIDERS {
        let site = OWNED.replace("owners:", "pdf: true\nowners:");
        for file in made(&site, provider, &Program::Here, "cs") {
            let scripts: Vec<String> = match file.path.ends_with(".yml") {
                true => ["run", "script", "before_script", "after_script"]
                    .iter()
                    .flat_map(|key| texts(&yaml(&file.text), key))
                    .collect(),
                false if file.is_script() => vec![file.text.clone()],
                false => Vec::new(),
            };
            for script in scripts {
                let mut bash = command("bash", folder.path());
                let output = bash.args(["-n", "-c", &script]).output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{}: {said}{script}", file.path);
            }
        }
    }
}

#[test]
fn workflows_at_github_may_do_only_what_they_need() {
    let files = made(OWNED, Provider::Github, &Program::Here, "en");
    let permissions: Vec<String> = ["check", "publish", "review", "stamp"]
        .iter()
        .map(|name| {
            let workflow = yaml(text(&files, &format!(".github/workflows/{name}.yml")));
            let mut found = Vec::new();
            all(&workflow, "permissions", &mut found);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            format!("{name}: {}", found.join(" "))
        })
        .collect();
    insta::assert_snapshot!(permissions.join("\n"), @r#"
    check: {"contents":"read"}
    publish: {"contents":"read"} {"contents":"read","pages":"read"} {"pages":"write","id-token":"write"}
    review: {"contents":"read","issues":"write"}
    stamp: {"contents":"write","actions":"write"}
    "#);
}

#[test]
fn only_known_actions_are_used_each_at_a_major_version() {
    let mut used = BTreeSet::new();
    for provider in PROVIDERS {
        for file in made(OWNED, provider, &Program::Here, "en") {
            if file.path.ends_with(".yml") {
                used.extend(texts(&yaml(&file.text), "uses"));
            }
        }
    }
    insta::assert_snapshot!(used.into_iter().collect::<Vec<_>>().join("\n"), @r"
    ./.forgejo/actions/rozcestnik
    ./.github/actions/rozcestnik
    actions/cache@v4
    actions/checkout@v4
    actions/configure-pages@v5
    actions/deploy-pages@v4
    actions/upload-artifact@v4
    actions/upload-pages-artifact@v3
    https://code.forgejo.org/actions/cache@v4
    https://code.forgejo.org/actions/checkout@v4
    https://code.forgejo.org/forgejo/upload-artifact@v4
    ");
}

#[test]
fn a_portal_without_the_program_takes_it_from_one_commit() {
    for provider in PROVIDERS {
        let here = made(OWNED, provider, &Program::Here, "en");
        let there = made(OWNED, provider, &elsewhere(), "en");
        let commands = |files: &[NewFile]| -> String {
            let lines = files.iter().flat_map(|file| file.text.lines());
            lines.filter(|line| line.contains("cargo install")).map(str::trim).collect()
        };
        assert!(commands(&here).contains("cargo install --path . --locked"), "{provider:?}");
        let wanted = format!(
            "cargo install --git https://git.example/rozcestnik.git --rev {COMMIT} rozcestnik --locked"
        );
        assert!(commands(&there).contains(&wanted), "{provider:?}");
    }
}

#[test]
fn a_program_is_named_by_an_address_and_a_whole_hash() {
    for text in [
        "https://git.example/x.git",
        "https://git.example/x.git@main",
        "https://git.example/x.git@0123456",
        "git.example/x@0123456789abcdef0123456789abcdef01234567",
        "https://git.example/$(id)@0123456789abcdef0123456789abcdef01234567",
        "https://git.example/x y@0123456789abcdef0123456789abcdef01234567",
    ] {
        assert_eq!(Program::parse(text), None, "{text}");
    }
    let over_ssh = format!("ssh://git@git.example/x.git@{COMMIT}");
    let url = "ssh://git@git.example/x.git".to_owned();
    assert_eq!(Program::parse(&over_ssh), Some(Program::Git { url, commit: COMMIT.to_owned() }));
}

#[test]
fn the_address_of_the_pages_serves_until_the_portal_has_one_of_its_own() {
    let nameless = OWNED.replace("base_url: https://portal.example/\n", "");
    for (provider, path, option) in [
        (Provider::Github, ".github/workflows/publish.yml", "--base-url \"$BASE_URL\""),
        (Provider::Gitlab, ".gitlab-ci.yml", "--base-url \"$CI_PAGES_URL\""),
    ] {
        for (site, is_given) in [(OWNED, false), (nameless.as_str(), true)] {
            let files = made(site, provider, &Program::Here, "en");
            assert_eq!(text(&files, path).contains(option), is_given, "{provider:?}");
        }
    }
}

#[test]
fn pdfs_are_made_before_the_portal_where_readers_can_download_them() {
    let with_pdf = OWNED.replace("owners:", "pdf: true\nowners:");
    for (provider, path) in [
        (Provider::Github, ".github/workflows/publish.yml"),
        (Provider::Gitlab, ".gitlab-ci.yml"),
        (Provider::Forgejo, ".forgejo/workflows/publish.yml"),
    ] {
        let plain = made(OWNED, provider, &Program::Here, "en");
        assert!(!text(&plain, path).contains("pdf"), "{provider:?}");

        let files = made(&with_pdf, provider, &Program::Here, "en");
        let workflow = yaml(text(&files, path));
        let scripts = ["run", "script"].iter().flat_map(|key| texts(&workflow, key));
        let script = scripts.collect::<Vec<_>>().join("\n");
        let at = |words: &str| script.find(words).unwrap_or_else(|| panic!("{words}: {script}"));
        let fonts = at("fonts-noto-core");
        let pdf = at("rozcestnik pdf");
        let build = at("rozcestnik build --out public");
        assert!(fonts < pdf && pdf < build, "{provider:?}: {script}");
        let browser_is_there = provider == Provider::Github;
        assert_eq!(script.contains("chromium fonts"), !browser_is_there, "{provider:?}");
        let cached = [texts(&workflow, "path"), texts(&workflow, "paths")].concat().join("\n");
        assert!(cached.lines().any(|line| line.trim_end_matches('/') == "pdf"), "{cached}");
    }
}

#[test]
fn pdfs_lead_to_the_same_address_as_the_portal() {
    let nameless = OWNED
        .replace("base_url: https://portal.example/\n", "")
        .replace("owners:", "pdf: true\nowners:");
    let files = made(&nameless, Provider::Github, &Program::Here, "en");
    let publish = text(&files, ".github/workflows/publish.yml");
    assert!(publish.contains("rozcestnik pdf --base-url \"$BASE_URL\"\n"), "{publish}");
    let files = made(&nameless, Provider::Gitlab, &Program::Here, "en");
    let pipeline = text(&files, ".gitlab-ci.yml");
    assert!(pipeline.contains("rozcestnik pdf --base-url \"$CI_PAGES_URL\"\n"), "{pipeline}");
}

#[test]
fn translations_are_chosen_from_the_languages_of_the_portal() {
    let options = |site| {
        let files = made(site, Provider::Github, &Program::Here, "en");
        let workflow = yaml(text(&files, ".github/workflows/stamp.yml"));
        workflow["on"]["workflow_dispatch"]["inputs"]["locale"]["options"].to_string()
    };
    assert_eq!(options(OWNED), r#"["uk"]"#);
    assert_eq!(options(""), r#"["cs"]"#);
}

#[test]
fn owners_are_written_as_each_provider_reads_them() {
    let owners = |provider, path: &str| {
        let files = made(OWNED, provider, &Program::Here, "cs");
        text(&files, path).to_owned()
    };
    insta::assert_snapshot!(owners(Provider::Github, ".github/CODEOWNERS"), @r"
    # Koho se ptát na změny v jednotlivých jazycích. Vychází z `owners` v `site.yaml`.
    /content/**/cs.md @redakce @centrum/preklady
    /i18n/cs.yaml @redakce @centrum/preklady
    # Pro jazyk uk není nikdo uveden: doplňte ho do `owners` v `site.yaml` a spusťte `rozcestnik init ci --provider github --replace`.
    # /content/**/uk.md
    # /i18n/uk.yaml
    ");
    assert_eq!(
        owners(Provider::Gitlab, ".gitlab/CODEOWNERS"),
        owners(Provider::Github, ".github/CODEOWNERS").replace("github", "gitlab")
    );
    insta::assert_snapshot!(owners(Provider::Forgejo, ".forgejo/CODEOWNERS"), @r"
    # Koho se ptát na změny v jednotlivých jazycích. Vychází z `owners` v `site.yaml`.
    content/(.*/)?cs\\.md @redakce @centrum/preklady
    i18n/cs\\.yaml @redakce @centrum/preklady
    # Pro jazyk uk není nikdo uveden: doplňte ho do `owners` v `site.yaml` a spusťte `rozcestnik init ci --provider forgejo --replace`.
    # content/(.*/)?uk\\.md
    # i18n/uk\\.yaml
    ");
}

/// A repository with a portal in it, on the branch `main`.
fn repository(site: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in txtar::files(site) {
        write(&folder.path().join(path), bytes);
    }
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    folder
}

fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A program without what is set up for the person who runs the tests.
fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("LC_ALL", "C.UTF-8").env("HOME", folder);
    for (name, value) in [
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "Test"),
        ("GIT_AUTHOR_EMAIL", "test@portal.example"),
        ("GIT_COMMITTER_NAME", "Test"),
        ("GIT_COMMITTER_EMAIL", "test@portal.example"),
    ] {
        command.env(name, value);
    }
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let output = command("git", folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// What `init ci` says, and its exit code.
fn init(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let mut command = command(env!("CARGO_BIN_EXE_rozcestnik"), folder);
    let output = command.args(["init", "ci", "--lang", "en"]).args(arguments).output().unwrap();
    (String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

const WITH_PROGRAM: &str = "
-- Cargo.toml --
[package]
name = \"rozcestnik\"
";

#[test]
fn what_is_there_is_written_over_only_when_asked() {
    let folder = repository(WITH_PROGRAM);
    let root = folder.path();
    let own = root.join(".github/CODEOWNERS");
    write(&own, "mine");
    let (said, code) = init(root, &["--provider", "github"]);
    assert_eq!(code, 2);
    assert!(said.contains("CODEOWNERS` exists already; nothing was changed"), "{said}");
    assert!(said.contains("--replace"), "{said}");
    assert!(!root.join(".github/workflows").exists() && !root.join(".githooks").exists());
    assert_eq!(init(root, &["--provider", "github", "--replace"]).1, 0);
    assert!(fs::read_to_string(&own).unwrap().contains("# /content/**/cs.md"));
    assert!(root.join(".github/workflows/check.yml").exists());
}

#[test]
fn people_are_told_what_was_written_and_what_comes_next() {
    let folder = repository(WITH_PROGRAM);
    let (said, code) = init(folder.path(), &["--provider", "gitlab"]);
    assert_eq!(code, 0);
    let root = folder.path().display().to_string();
    insta::assert_snapshot!(said.replace(&root, "ROOT"), @r"
    written: ROOT/.gitlab-ci.yml
    written: ROOT/.githooks/pre-commit
    written: ROOT/.gitlab/CODEOWNERS
    nobody is named in `owners` of `site.yaml` for: cs; their lines in `CODEOWNERS` are commented out
    to check before each commit on your computer, run once: git config core.hooksPath .githooks
    then commit the files and push them to `main`; under Build > Pipeline schedules add a monthly one, and for the issue give it a masked variable REVIEW_TOKEN with a project access token (role Reporter, scope api); for stamping allow pushes with job tokens under Settings > CI/CD > Job token permissions
    ");
}

#[test]
fn nothing_is_written_where_it_could_not_work() {
    let without_program = repository("");
    let root = without_program.path();
    let inner = root.join("portal");
    fs::create_dir(&inner).unwrap();
    fs::copy(root.join("site.yaml"), inner.join("site.yaml")).unwrap();
    for (folder, arguments, reason) in [
        (root, &[][..], "--program URL@COMMIT"),
        (root, &["--program", "https://git.example/x.git@main"], "whole hash of a commit"),
        (root, &["--branch", "a b"], "`a b` is no name of a branch"),
        (&inner, &[], "belong to the root of the git repository"),
    ] {
        let (said, code) = init(folder, &[&["--provider", "github"], arguments].concat());
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(reason), "{said}");
        assert!(!folder.join(".github").exists());
    }
}

/// What the hook says to a commit of everything that is staged, and whether it lets it pass.
#[cfg(unix)]
fn commit(root: &Path, path: &str) -> (String, bool) {
    let mut command = command("git", root);
    let output = command.env("PATH", path).args(["commit", "--message", "x"]).output().unwrap();
    (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.success())
}

#[cfg(unix)]
#[test]
fn the_hook_checks_what_is_committed_and_nothing_else() {
    let folder = repository(WITH_PROGRAM);
    let root = folder.path();
    assert_eq!(init(root, &["--provider", "github"]).1, 0);
    git(root, &["config", "core.hooksPath", ".githooks"]);
    let own = Path::new(env!("CARGO_BIN_EXE_rozcestnik")).parent().unwrap().display();
    let path = format!("{own}:/usr/local/bin:/usr/bin:/bin");
    let page = root.join("content/visa/cs.md");

    write(&page, "---\ntitle: Vízum\nsummary: Kdo.\n---\n[[nowhere]]\n");
    git(root, &["add", "."]);
    let (said, passes) = commit(root, &path);
    assert!(!passes, "{said}");
    assert!(said.contains("content/visa/cs.md:5:1: chyba[broken-link]"), "{said}");
    assert!(said.contains("git commit --no-verify"), "{said}");

    write(&page, "---\ntitle: Vízum\nsummary: Kdo.\n---\nText.\n");
    git(root, &["add", "."]);
    write(&page, "half a sentence");
    let (said, passes) = commit(root, &path);
    assert!(passes, "{said}");
    assert_eq!(fs::read_to_string(&page).unwrap(), "half a sentence");
}

#[cfg(unix)]
#[test]
fn the_hook_lets_those_pass_who_have_no_program() {
    let folder = repository(WITH_PROGRAM);
    let root = folder.path();
    assert_eq!(init(root, &["--provider", "github"]).1, 0);
    git(root, &["config", "core.hooksPath", ".githooks"]);
    git(root, &["add", "."]);
    let (said, passes) = commit(root, "/usr/bin:/bin");
    assert!(passes, "{said}");
    assert!(said.contains("the portal was not checked before the commit"), "{said}");
}

#[cfg(unix)]
#[test]
fn forgejo_publishes_the_built_folder_as_a_branch_of_its_own() {
    let remote = tempfile::tempdir().unwrap();
    git(remote.path(), &["init", "--quiet", "--bare"]);
    let folder = repository("-- .gitignore --\n/public\n");
    let root = folder.path();
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", "source"]);
    git(root, &["remote", "add", "origin", &remote.path().display().to_string()]);
    let files = made(OWNED, Provider::Forgejo, &Program::Here, "en");
    let workflow = yaml(text(&files, ".forgejo/workflows/publish.yml"));
    let steps = workflow["jobs"]["publish"]["steps"].as_array().unwrap();
    let script = steps.last().unwrap()["run"].as_str().unwrap();
    for page in ["first", "second"] {
        write(&root.join("public/cs/index.html"), page);
        write(&root.join("public/.nojekyll"), "");
        let mut bash = command("bash", root);
        bash.env("SUBJECT", "Portal from").env("GITHUB_SHA", COMMIT);
        let output = bash.args(["-e", "-c", script]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let listed = git(remote.path(), &["ls-tree", "-r", "--name-only", "pages"]).stdout;
        assert_eq!(String::from_utf8(listed).unwrap(), ".nojekyll\ncs/index.html\n");
        let shown = git(remote.path(), &["show", "pages:cs/index.html"]).stdout;
        assert_eq!(String::from_utf8(shown).unwrap(), page);
    }
    assert!(git(root, &["status", "--porcelain"]).stdout.is_empty());
}

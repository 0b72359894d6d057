//! Editing in the browser.

#[test]
fn the_editor_needs_its_files_in_the_portal() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
admin:
  backend: github
  repo: centre/portal
  script: admin/sveltia-cms.js
  words: ../cs.json
  icons: admin/start.js
",
        @"
        site.yaml:8:11: error[missing-editor]: the page for editing in the browser needs the file `admin/sveltia-cms.js`, and it is not there
        site.yaml:9:10: error[bad-value]: `../cs.json` is not the path of a file in the folder `admin`, such as `admin/sveltia-cms.js`
        site.yaml:10:10: error[bad-value]: `admin/start.js` is not the path of a file in the folder `admin`, such as `admin/sveltia-cms.js`
        "
    );
}

#[test]
fn the_repository_must_be_one_that_the_editor_can_reach() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
admin:
  backend: forgejo
  repo: portal
  auth: git.example
  script: admin/editor.js
  icons: admin/icons.woff2
  review: true
-- admin/editor.js --
-- admin/icons.woff2 --
",
        @"
        site.yaml:7:9: error[bad-value]: `portal` is not the name of a repository, such as `organisation/portal`
        site.yaml:7:9: error[missing-key]: `api` is missing
        site.yaml:8:9: error[bad-value]: `git.example` is not a web address that begins with `https://`
        site.yaml:11:11: error[bad-value]: `true` is not possible with `backend: forgejo`
        "
    );
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
admin:
  backend: svn
  repo: centre/portal
  script: admin/editor.js
  icons: admin/icons.woff2
-- admin/editor.js --
-- admin/icons.woff2 --
",
        @"
        site.yaml:6:12: error[bad-value]: `svn` is not a value that is known here (write one of these: `github`, `gitlab`, `forgejo`)
        "
    );
}

#[test]
fn a_portal_with_its_editor_is_met_with_silence() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
admin:
  backend: gitlab
  repo: centre/office/portal
  branch: drafts
  script: admin/editor.js
  icons: admin/icons.woff2
  review: true
-- admin/editor.js --
-- admin/icons.woff2 --
",
        @""
    );
}

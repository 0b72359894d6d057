#!/usr/bin/env python3
"""Writes a neutral corpus twice, from the same data: as a rozcestnik and as an equal Hugo site.

The same arguments give the same bytes on every machine. The text is everyday words in random order
and claims nothing. Needs Python 3.9 or later and nothing else.
"""

import argparse
import functools
import hashlib
import math
import re
import shutil
import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
LOCALES = ("cs", "uk", "ru", "vi", "en", "ar")
SOURCE_LOCALE = LOCALES[0]
WORDS_A_PAGE = 450
BUNDLES_A_SECTION = 40
CSS_BYTES = 20_000
MAIL = "office@bench.example"
PROGRAMS = ("rozcestnik", "hugo")
WORD = re.compile(r"[^\W\d_]+")
# What the generator writes to the top of a site.
SOURCES = ("site.yaml", "content", "hugo.yaml", "layouts", "i18n", "assets")


def generate(pages, root, css=None):
    """Writes `root/rozcestnik` and `root/hugo`, each with `pages` pages over all languages.

    A corpus that this version of the generator has already written is kept as it is.
    """
    stamp, mark = root / "corpus.sha256", fingerprint(pages, css)
    if stamp.exists() and stamp.read_text() == mark:
        return
    if root.exists() and any(root.iterdir()):
        sys.exit(f"{root} holds another corpus or something else: remove it or name another folder")
    ids = bundle_ids(pages // len(LOCALES))
    titles = {locale: unique_titles(locale, len(ids)) for locale in LOCALES}
    write_rozcestnik_frame(root / "rozcestnik")
    write_hugo_frame(root / "hugo", css)
    for locale in LOCALES:
        title_of = dict(zip(ids, titles[locale]))
        for index, page_id in enumerate(ids):
            write_page(root, ids, title_of, locale, index, page_id)
    stamp.write_text(mark)


def bundle_ids(count):
    """Home page, contacts, sections, guides: `count` ids in a stable order."""
    sections = math.ceil((count - 2) / (BUNDLES_A_SECTION + 1))
    guides = range(count - 2 - sections)
    return (
        ["", "contacts"]
        + [f"section-{n + 1:02}" for n in range(sections)]
        + [f"section-{n % sections + 1:02}/page-{n // sections + 1:03}" for n in guides]
    )


def page_files(root, page_id, locale):
    """The source files of one page, by program."""
    leaf = "index" if page_id == "contacts" or "/" in page_id else "_index"
    return {
        "rozcestnik": root / "rozcestnik/content" / page_id / f"{locale}.md",
        "hugo": root / "hugo/content" / locale / page_id / f"{leaf}.md",
    }


def words_of(markdown):
    """The words of the body of a Hugo page that a reader must find on it, in order."""
    body = markdown.split("---\n", 2)[2]
    return WORD.findall(re.sub(r"\]\([^)]*\)|\{#[^}]*\}", " ", body))


def remove_leftovers(site):
    """Removes what a program has left in the source folder: caches, locks, output."""
    for path in site.iterdir():
        if path.name not in SOURCES:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def write_page(root, ids, title_of, locale, index, page_id):
    # A page links to the same pages in all languages, only the words differ.
    others = [other for other in ids if other not in ("", page_id)]
    linked = Random(f"links {page_id}").choices(others, k=3)
    rng = Random(f"words {page_id} {locale}")
    words = vocabulary(locale)
    summary = prose(rng, words, 12)
    text = body(rng, words, linked)
    date = f"2026-{1 + index % 6:02}-{1 + index % 28:02}"
    head = [f"title: {title_of[page_id]}"]

    rozcestnik = [*head, f"summary: {summary}", f"reviewed: {date}"]
    if locale == SOURCE_LOCALE:
        rozcestnik.append(f"order: {index}")
        if page_id in ("", "contacts"):
            rozcestnik.append(f"layout: {page_id or 'home'}")
    else:
        rozcestnik.append(f"translation: {{from: {SOURCE_LOCALE}, by: human}}")
    hugo = [*head, f"description: {summary}", f"date: {date}", f"weight: {index + 1}"]

    contact = "\n[[contact:office]]\n" if page_id == "contacts" else ""
    files = page_files(root, page_id, locale)
    write(files["rozcestnik"], front_matter(rozcestnik) + text + contact)
    write(files["hugo"], front_matter(hugo) + plain_links(text + contact, title_of, locale))


def plain_links(text, title_of, locale):
    """`[[page#id|text]]` -> `[text](/cs/page/#id)`."""

    def link(match):
        page_id, anchor, label = match.groups()
        if page_id == "contact:office":
            return f"[{MAIL}](mailto:{MAIL})"
        return f"[{label or title_of[page_id]}](/{locale}/{page_id}/{anchor or ''})"

    return re.sub(r"\[\[([^\]#|]*)(#[^\]|]*)?(?:\|([^\]]*))?\]\]", link, text)


def body(rng, words, linked):
    """The Markdown of a page: `WORDS_A_PAGE` words, link texts and table included."""
    left = WORDS_A_PAGE - 4

    def phrase(count):
        nonlocal left
        left -= count
        return " ".join(rng.choices(words, k=count))

    def text(count):
        nonlocal left
        left -= count
        return prose(rng, words, count)

    def heading(level, anchor):
        return f"{'#' * level} {phrase(3).capitalize()} {{#{anchor}}}"

    def row():
        return f"| {phrase(2)} | {phrase(2)} | {phrase(2)} |"

    blocks = [
        f"{text(45)} [[{linked[0]}]].",
        heading(2, "overview"),
        text(50),
        "\n".join(f"- {phrase(8)}" for _ in range(5)),
        heading(2, "steps"),
        text(30),
        "\n".join(f"{n}. {text(12)}" for n in range(1, 6)),
        heading(3, "preparation"),
        f"{text(40)} [[{linked[1]}|{phrase(3)}]] **{phrase(2)}**.",
        heading(2, "table"),
        "\n".join([row(), "|---|---|---|"] + [row() for _ in range(4)]),
        f"{text(20)} [[{linked[2]}#steps|{phrase(3)}]].",
        heading(2, "elsewhere"),
        "\n".join(f"- [{phrase(3)}](https://www.example.org/{n}/)" for n in range(1, 4)),
    ]
    return "\n\n".join([*blocks, text(left)]) + "\n"


def prose(rng, words, count):
    """`count` words in sentences of up to 14."""
    sentences = []
    while count:
        length = count if count <= 14 else rng.choice((6, 7, 8, 9))
        count -= length
        sentences.append(" ".join(rng.choices(words, k=length)).capitalize() + ".")
    return " ".join(sentences)


def unique_titles(locale, count):
    rng, titles = Random(f"titles {locale}"), {}
    while len(titles) < count:
        titles[" ".join(rng.choices(vocabulary(locale), k=4)).capitalize()] = None
    return list(titles)


@functools.lru_cache
def vocabulary(locale):
    return (HERE / "words" / f"{locale}.txt").read_text(encoding="utf-8").split()


def write_rozcestnik_frame(root):
    everywhere = "{" + ", ".join(f"{locale}: {name}" for locale, name in NAMES.items()) + "}"
    write(
        root / "site.yaml",
        f"""name: {everywhere}
short_name: {everywhere}
description: {everywhere}
base_url: https://bench.example/
source_locale: {SOURCE_LOCALE}
locales: [{", ".join(LOCALES)}]
search: false
organisation: {{name: {everywhere}, url: "https://bench.example/", contact: office}}
help_page: contacts
""",
    )
    write(
        root / "content/data/contacts.yaml",
        f'office: {{name: {everywhere}, email: {MAIL}, web: "https://bench.example/"}}\n',
    )


def write_hugo_frame(root, css):
    shutil.copytree(HERE / "hugo", root)
    write(root / "assets/main.css", css.read_text(encoding="utf-8") if css else synthetic_css())


def synthetic_css():
    """About as much CSS as a theme with light, dark and print styles has."""
    rules = []
    while sum(map(len, rules)) < CSS_BYTES:
        n = len(rules)
        rules.append(
            f".block-{n}__element {{\n  margin-block: {n % 9}px;\n  padding-inline: {n % 7}px;\n"
            f"  color: #{n * 4099 % 0xFFFFFF:06x};\n}}\n"
        )
    return "".join(rules)


def front_matter(lines):
    return "---\n" + "\n".join(lines) + "\n---\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def fingerprint(pages, css):
    digest = hashlib.sha256(str(pages).encode())
    sources = [HERE / "corpus.py", *HERE.glob("words/*"), *HERE.glob("hugo/**/*")]
    for path in sorted(sources) + ([css] if css else []):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


NAMES = {
    "cs": "Zkušební knihovna",
    "uk": "Пробна бібліотека",
    "ru": "Пробная библиотека",
    "vi": "Thư viện thử",
    "en": "Sample library",
    "ar": "مكتبة تجريبية",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, required=True, help="over all languages, e.g. 360")
    parser.add_argument("--out", type=Path, required=True, help="a new or empty folder")
    parser.add_argument("--css", type=Path, help="CSS for the Hugo site (default: synthetic)")
    arguments = parser.parse_args()
    generate(arguments.pages, arguments.out, arguments.css)


if __name__ == "__main__":
    main()

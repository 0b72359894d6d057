"""Reads what `export translations` wrote with other people's readers, and as the standards say."""

import sys
from pathlib import Path

import polib
from lxml import etree
from translate.storage.xliff2 import Xliff2File

HERE = Path(__file__).parent
NAMESPACE = "{urn:oasis:names:tc:xliff:document:2.0}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def validated(path, schema):
    document = etree.parse(path)
    grammar = etree.RelaxNG(etree.parse(HERE / schema))
    if not grammar.validate(document):
        sys.exit(f"{path}: {grammar.error_log}")
    return document.getroot()


def unique(path, what, ids):
    ids = list(ids)
    twice = {one for one in ids if ids.count(one) > 1} if len(ids) != len(set(ids)) else None
    if twice:
        sys.exit(f"{path}: the id of a {what} stands twice: {twice}")


def check_unit(path, unit):
    """What the specification asks for and no schema can say."""
    name = unit.get("id")
    data = [one.get("id") for one in unit.iter(f"{NAMESPACE}data")]
    unique(path, f"data of {name}", data)
    used = set()
    for code in unit.iter(f"{NAMESPACE}ph", f"{NAMESPACE}pc"):
        used |= {code.get(key) for key in ("dataRef", "dataRefStart", "dataRefEnd") if code.get(key)}
    if used != set(data):
        sys.exit(f"{path}: {name} uses {used} of {data}")
    kinds = {}
    for side in ("source", "target"):
        codes = [
            code
            for part in unit.iter(f"{NAMESPACE}{side}")
            for code in part.iter(f"{NAMESPACE}ph", f"{NAMESPACE}pc")
        ]
        unique(path, f"code in the {side} of {name}", (code.get("id") for code in codes))
        for code in codes:
            # A code of the target with the id of one of the source is that code.
            kind = code.tag, code.get("dataRef"), code.get("dataRefStart"), code.get("type")
            if kinds.setdefault(code.get("id"), kind) != kind:
                sys.exit(f"{path}: code {code.get('id')} of {name} is two things")


def check_xliff(path):
    root = validated(path, "xliff.rng")
    unique(path, "file", (file.get("id") for file in root))
    translations = {}
    for file in root:
        unique(path, "group", (group.get("id") for group in file.iter(f"{NAMESPACE}group")))
        units = list(file.iter(f"{NAMESPACE}unit"))
        unique(path, "unit", (unit.get("id") for unit in units))
        for unit in units:
            check_unit(path, unit)
            [segment] = unit.iter(f"{NAMESPACE}segment")
            source, target = (segment.find(f"{NAMESPACE}{side}") for side in ("source", "target"))
            page = file.get("id").replace(".", "/")
            translations[f"{page}#{unit.get('id')}"] = source, target
    read = Xliff2File.parsefile(str(path)).units
    if len(read) != len(translations):
        sys.exit(f"{path}: {len(read)} units are read, {len(translations)} are there")
    return root.get("trgLang"), translations


def check_po(path, language, translations):
    entries = polib.pofile(str(path), check_for_duplicates=True)
    if entries.metadata["Language"] != language or "Plural-Forms" not in entries.metadata:
        sys.exit(f"{path}: the header is not that of {language}")
    if {entry.msgctxt for entry in entries} != set(translations):
        sys.exit(f"{path}: other texts than in XLIFF")
    for entry in entries:
        source, target = translations[entry.msgctxt]
        # Without the codes, the words of XLIFF are a part of the Markdown of PO.
        for markdown, element in ((entry.msgid, source), (entry.msgstr, target)):
            parts = [] if element is None else element.itertext()
            missing = [part for part in parts if part.strip() not in markdown]
            if missing:
                sys.exit(f"{path}: {entry.msgctxt} lacks {missing}")


def check_tbx(path, language):
    root = validated(path, "tbx.rng")
    languages = {section.get(XML_LANG) for section in root.iter("{*}langSec")}
    if language not in languages:
        sys.exit(f"{path}: no term in {language}")
    return len(list(root.iter("{*}conceptEntry")))


def main(folder):
    files = sorted(Path(folder).glob("*.xlf"))
    if not files:
        sys.exit(f"{folder}: nothing to check")
    for path in files:
        language, translations = check_xliff(path)
        check_po(path.with_suffix(".po"), language, translations)
        terms = check_tbx(path.with_suffix(".tbx"), language)
        print(f"{path.name}: {len(translations)} texts, {terms} terms")


main(*sys.argv[1:])

#!/usr/bin/env python3
"""Puts the portal's search beside Pagefind, on the same HTML, and prints the cost and the hits."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import corpus
import programs

PAGEFIND = "pagefind@1.6.0"
# Pagefind at its best: the text of content pages, neither menus nor lists of all titles.
PAGEFIND_OPTIONS = [
    *("--root-selector", "main"),
    *("--exclude-selectors", ".index", "--exclude-selectors", ".index-letters"),
    *("--glob", "{" + ",".join(corpus.LOCALES) + "}/**/index.html"),
]
INPUTS = ("site.yaml", "content", "i18n", "themes")
NAMES = ("rozcestnik", "pagefind")
HEADER = """\
| portal | search | first KB | requests | typed KB | requests | second KB | exact ms | typo ms \
| index CPU s | index MB | files | E I D P | T Q S | X | N |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"""


@dataclass
class Run:
    """What making an index, or a portal with or without one, cost and left."""

    cpu: float
    peak_mb: float
    files: int


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, help="folder for corpora and output (default: new)")
    parser.add_argument("--pages", type=int, nargs="*", default=[360, 10_200])
    parser.add_argument("--only", choices=NAMES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--rozcestnik", default=programs.REPOSITORY / "target/release/rozcestnik", type=Path
    )
    options = parser.parse_args()
    work = (options.work or Path(tempfile.mkdtemp(prefix="bench-"))).resolve()
    binaries = {"rozcestnik": options.rozcestnik.resolve(), "pagefind": install_pagefind(work)}
    wanted = [name for name in NAMES if options.only in (None, name)]
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    print(f"{PAGEFIND}; {cores} cores, load {load:.1f} at the start; files in {work}\n\n{HEADER}")
    for portal in ["portal", *options.pages]:
        root = work / f"search-{portal}"
        site = write_site(root, portal)
        indexed = index(root, site, binaries, wanted, options.rounds)
        for name in wanted:
            asked = ask(root, name, has_answers=portal == "portal")
            cells = [str(portal), name, *weights(asked), *times(asked), *indexed[name]]
            print("| " + " | ".join(cells + answers(asked)) + " |", flush=True)


def install_pagefind(work):
    """The program itself: its start script in JavaScript would be measured with it."""
    folder = work / "pagefind"
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", PAGEFIND]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("node_modules/@pagefind/*/bin/pagefind_extended"))


def write_site(root, portal):
    """The folder of the real portal's source, copied, or of a corpus with this number of pages."""
    if portal != "portal":
        corpus.generate(portal, root / "corpus")
        return root / "corpus/rozcestnik"
    site = root / "site"
    shutil.rmtree(site, ignore_errors=True)
    for name in INPUTS:
        source = programs.REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, site / name)
        else:
            site.mkdir(parents=True)
            shutil.copy(source, site / name)
    return site


def index(root, site, binaries, wanted, rounds):
    """Makes the portal and the indexes; their cells of the table by name of the program."""
    runs = {"without": [], "with": [], "pagefind": []}
    for number in range(rounds):
        # Nobody always goes first.
        for case in list(runs) if number % 2 == 0 else ["with", "without", "pagefind"]:
            if case == "pagefind":
                argv = ["--site", out_folder(root, "with"), "--output-path", out_folder(root, case)]
                argv = [binaries["pagefind"], *argv, *PAGEFIND_OPTIONS]
            else:
                argv = ["build", "--root", site, "--out", out_folder(root, case)]
                argv = [binaries["rozcestnik"], *argv]
            with search_switched(site, case == "with"):
                runs[case].append(run(root, case, argv))
    middle = {case: middle_of(of_case) for case, of_case in runs.items()}
    middle["rozcestnik"] = Run(
        middle["with"].cpu - middle["without"].cpu,
        middle["with"].peak_mb - middle["without"].peak_mb,
        middle["with"].files - middle["without"].files,
    )
    return {
        name: [f"{made.cpu:.2f}", f"{made.peak_mb:.0f}", f"{made.files:.0f}"]
        for name, made in middle.items()
        if name in wanted
    }


@contextmanager
def search_switched(site, is_on):
    """Says in `site.yaml` whether there is a search; takes it back at the end."""
    path = site / "site.yaml"
    original = path.read_text(encoding="utf-8")
    others = re.sub(r"(?m)^search:.*\n", "", original)
    path.write_text(f"{others}search: {str(is_on).lower()}\n", encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")


def run(root, case, argv):
    out, log = out_folder(root, case), root / f"{case}.log"
    shutil.rmtree(out.parent, ignore_errors=True)
    out.parent.mkdir()
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    # What is still on its way to the disk belongs to the run before.
    os.sync()
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, argv))} failed:\n{log.read_text()[-2000:]}")
    files = sum(1 for path in out.rglob("*") if path.is_file())
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, files)


def out_folder(root, case):
    """Inside a folder of its own, because a program may stage its output beside it."""
    return root / f"built-{case}" / "out"


def middle_of(runs):
    return Run(*(median(getattr(run, field) for run in runs) for field in Run.__annotations__))


def ask(root, name, has_answers):
    command = ["node", HERE / "measure.mjs", "--portal", out_folder(root, "with")]
    if name == "pagefind":
        command += ["--pagefind", out_folder(root, name)]
    if has_answers:
        command.append("--answers")
    asked = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if asked.returncode:
        sys.exit(f"{name} was not measured")
    return json.loads(asked.stdout)


def weights(asked):
    """Median and, in brackets, the most."""

    def both(costs, field, unit, digits):
        values = [cost[field] / unit for cost in costs]
        return f"{median(values):.{digits}f} ({max(values):.{digits}f})"

    first, typed = asked["first"], asked["typed"]
    return [
        both(first, "bytes", 1000, 1),
        both(first, "requests", 1, 0),
        both(typed, "bytes", 1000, 1),
        both(typed, "requests", 1, 0),
        both(asked["second"], "bytes", 1000, 1),
    ]


def times(asked):
    return [f"{median(asked[kind]):.1f}" for kind in ("exact", "typo")]


def answers(asked):
    """Right ones of how many, by kinds."""
    if "right" not in asked:
        return [""] * 4
    return [f"{hits} of {count}" for hits, count in asked["right"].values()]


if __name__ == "__main__":
    main()

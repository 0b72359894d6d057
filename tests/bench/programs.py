"""The two programs under test: where they are, how they are called, and one edit for both."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import corpus

REPOSITORY = corpus.HERE.parent.parent
# The page that the benchmarks retitle.
EDITED = "section-01/page-002"
EDITED_LOCALE = corpus.SOURCE_LOCALE
EDITED_ADDRESS = f"{EDITED_LOCALE}/{EDITED}"
# The pages that show its title: the list of its section, the page before it (as the next one) and
# its translation (as the title in the source language).
SHOWING_TITLE = ("cs/section-01", "cs/section-01/page-001", f"en/{EDITED}")


@dataclass
class Program:
    """`rozcestnik` or `hugo`."""

    name: str
    binary: str

    def version(self):
        command = {"rozcestnik": "--version", "hugo": "version"}[self.name]
        said = subprocess.run([self.binary, command], capture_output=True, text=True, check=True)
        return re.search(r"v?\d+\.\d+\.\d+", said.stdout).group()


def arguments(description):
    """A parser with the options that both benchmarks share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--work", type=Path, help="folder for corpora and output (default: new)")
    parser.add_argument("--pages", type=int, nargs="+", default=[360, 10_200])
    parser.add_argument("--only", choices=corpus.PROGRAMS)
    parser.add_argument("--css", type=Path, help="CSS for the Hugo site (default: synthetic)")
    parser.add_argument("--rozcestnik", default=REPOSITORY / "target/release/rozcestnik")
    parser.add_argument("--hugo", default="hugo")
    return parser


def prepare(options):
    """Finds the programs and sets the work folder up; prints what a reader of the figures needs."""
    options.work = (options.work or Path(tempfile.mkdtemp(prefix="bench-"))).resolve()
    # Caches of the user must not make a first build faster than it is.
    os.environ["XDG_CACHE_HOME"] = str(options.work / "cache")
    found = {name: find(getattr(options, name)) for name in corpus.PROGRAMS}
    found["hugo"] = native_hugo(found["hugo"])
    wanted = [name for name in corpus.PROGRAMS if options.only in (None, name)]
    for name in wanted:
        if not found[name]:
            sys.exit(f"{name} is missing: give its path with --{name}, or leave it out with --only")
    programs = [Program(name, found[name]) for name in wanted]
    versions = ", ".join(f"{program.name} {program.version()}" for program in programs)
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    print(f"{versions}; {cores} cores, load {load:.1f} at the start; files in {options.work}\n")
    return programs


@contextmanager
def title_editor(root, program):
    """Gives a function that adds a word to the edited page's title; takes it back at the end."""
    path = corpus.page_files(root, EDITED, EDITED_LOCALE)[program.name]
    original = path.read_bytes()

    def add(word):
        path.write_bytes(re.sub(rb"(?m)^title: .*$", rb"\g<0> " + word.encode(), original, count=1))

    try:
        yield add
    finally:
        path.write_bytes(original)


def find(binary):
    found = shutil.which(binary)
    return found and str(Path(found).absolute())


def native_hugo(command):
    """The program behind the start script that the Python package `hugo` installs."""
    if not command:
        return None
    prefix = Path(command).parent.parent
    return str(next(prefix.glob("lib/python*/*-packages/hugo/binaries/hugo"), command))

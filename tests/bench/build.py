#!/usr/bin/env python3
"""Builds the same corpus with rozcestnik and with Hugo, side by side, and prints what it cost."""

import os
import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from statistics import median

import corpus
import programs

CASES = ("clean", "nothing changed", "one page changed")
SAMPLE = "section-02/page-003"
HEADER = """\
| pages | case | program | wall s | of Hugo's | CPU s | CPU ms/page | peak MB | written | HTML |
|--:|---|---|--:|--:|--:|--:|--:|--:|--:|"""


@dataclass
class Run:
    """What one build cost and did."""

    wall: float
    cpu: float
    peak_mb: float
    files_written: int = 0


def main():
    parser = programs.arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    wanted = programs.prepare(options)
    print(HEADER)
    for pages in options.pages:
        root = options.work / str(pages)
        corpus.generate(pages, root, options.css)
        runs = measure(root, wanted, pages, options.rounds)
        for case in CASES:
            hugo = runs.get((case, "hugo"))
            for program in wanted:
                cells = [f"{pages}", case, program.name]
                cells += figures(root, pages, program, runs[case, program.name], hugo)
                print("| " + " | ".join(cells) + " |", flush=True)


def measure(root, wanted, pages, rounds):
    """All runs, by case and name of the program."""
    runs = {(case, program.name): [] for case in CASES for program in wanted}
    for number in range(rounds):
        for case in CASES:
            # Nobody always goes first.
            for program in wanted if number % 2 == 0 else reversed(wanted):
                runs[case, program.name].append(build_case(root, program, case))
                if case == "clean":
                    check_not_empty(root, program, pages)
    return runs


def build_case(root, program, case):
    if case == "clean":
        remove_all_that_was_built(root, program)
    before = modification_times(root, program)
    if case == "one page changed":
        with programs.title_editor(root, program) as add_to_title:
            add_to_title("proba")
            run = build(root, program)
        check_title(root, program, "proba")
    else:
        run = build(root, program)
    after = modification_times(root, program)
    run.files_written = sum(before.get(path) != when for path, when in after.items())
    return run


def build(root, program):
    site, out = str(root / program.name), str(out_folder(root, program))
    argv = {
        "rozcestnik": [program.binary, "build", "--root", site, "--out", out],
        "hugo": [program.binary, "--minify", "--quiet", "--source", site, "--destination", out],
    }[program.name]
    log = root / f"{program.name}.log"
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    # What is still on its way to the disk belongs to the run before.
    os.sync()
    start = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(argv)} failed:\n{log.read_text()[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def figures(root, pages, program, runs, hugo):
    def middle(of_runs, field):
        return median(getattr(run, field) for run in of_runs)

    wall, cpu = middle(runs, "wall"), middle(runs, "cpu")
    return [
        f"{wall:.2f}",
        f"{wall / middle(hugo, 'wall'):.2f}" if hugo else "",
        f"{cpu:.2f}",
        f"{cpu / pages * 1000:.2f}",
        f"{middle(runs, 'peak_mb'):.0f}",
        f"{middle(runs, 'files_written'):.0f}",
        f"{count_html_files(root, program)}",
    ]


def out_folder(root, program):
    """Inside a folder of its own, because a program may stage its output beside it."""
    return root / f"built-by-{program.name}" / "public"


def remove_all_that_was_built(root, program):
    shutil.rmtree(out_folder(root, program).parent, ignore_errors=True)
    out_folder(root, program).parent.mkdir()
    corpus.remove_leftovers(root / program.name)


def modification_times(root, program):
    entries = out_folder(root, program).rglob("*")
    return {str(path): path.stat().st_mtime_ns for path in entries if path.is_file()}


def count_html_files(root, program):
    return sum(1 for _ in out_folder(root, program).rglob("*.html"))


def check_not_empty(root, program, pages):
    """Ends the run unless all pages were built, and a sample of them with all their words."""
    built = count_html_files(root, program)
    if built < pages:
        sys.exit(f"{program.name} built {built} HTML files of {pages} pages")
    for locale in corpus.LOCALES:
        source = corpus.page_files(root, SAMPLE, locale)["hugo"].read_text(encoding="utf-8")
        missing = Counter(corpus.words_of(source)) - Counter(visible_words(root, program, locale))
        if missing:
            words = ", ".join(sorted(missing)[:5])
            sys.exit(f"{program.name} lost words of {locale}/{SAMPLE}: {words}")


def visible_words(root, program, locale):
    chunks = []
    reader = HTMLParser()
    reader.handle_data = chunks.append
    reader.feed(read_built(root, program, f"{locale}/{SAMPLE}"))
    return corpus.WORD.findall(" ".join(chunks))


def check_title(root, program, word):
    """Ends the run if a page that shows the new title still shows the old one."""
    for address in (programs.EDITED_ADDRESS, *programs.SHOWING_TITLE):
        if word not in read_built(root, program, address):
            sys.exit(f"{program.name} left the old title on {address}")


def read_built(root, program, address):
    return (out_folder(root, program) / address / "index.html").read_text(encoding="utf-8")


if __name__ == "__main__":
    main()

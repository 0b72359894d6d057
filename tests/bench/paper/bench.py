"""What paper costs: HTML sheets in a build, and seconds a PDF beside other programs, in one run.

    pip install weasyprint
    cargo build --release
    python3 tests/bench/paper/bench.py

Each prints the same sheets of the portal in this repository, one after the other. The time of
`rozcestnik pdf` is that of all PDFs without the start of the browser, which stands beside it.
What sheets add to a build is the difference to the same portal that asks for none. The program
ends with 1 if a limit is broken. Run it while nothing else runs.
"""

import argparse
import functools
import http.server
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]

MOST_OF_A_BUILD = 0.10
MOST_SECONDS_A_PDF = 0.5


def main():
    options = arguments()
    work = Path(tempfile.mkdtemp(prefix="bench-paper-", dir=options.work))
    try:
        is_fine = run(options, work)
    finally:
        shutil.rmtree(work)
    sys.exit(0 if is_fine else 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rozcestnik", type=Path, default=REPOSITORY / "target/release/rozcestnik")
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--root", type=Path, default=REPOSITORY, help="folder of the portal")
    parser.add_argument("--locales", default="cs,uk,ru,vi,en,ar")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--builds", type=int, default=15, help="builds with sheets, and without")
    parser.add_argument("--others", type=int, default=10, help="sheets that the other two print")
    parser.add_argument("--work", type=Path, help="folder for all files")
    return parser.parse_args()


def run(options, work):
    base = ["--root", options.root, "--today", "2026-11-23"]
    build = [options.rozcestnik, "build", *base, "--out", work / "portal"]
    subprocess.run(build, check=True, capture_output=True)
    sheets = sorted((work / "portal").glob("*/**/leaflet*/**/index.html"))
    if not sheets:
        sys.exit("the portal has no leaflet")
    share = sheets_in_build(options, work)
    step = max(1, len(sheets) // options.others)
    sheets = sheets[::step][: options.others]
    names = [f"/{sheet.parent.relative_to(work / 'portal')}/" for sheet in sheets]
    url, close = host(work / "portal")

    def rozcestnik(locales):
        out = work / "ours"
        shutil.rmtree(out, ignore_errors=True)
        command = [options.rozcestnik, "pdf", *base, "--out", out, "--locale", locales]
        subprocess.run(command, capture_output=True)
        return len(list(out.glob("*.pdf")))

    def chromium(name):
        profile = tempfile.mkdtemp(dir=work)
        flags = "--headless --no-sandbox --disable-gpu --no-first-run --no-pdf-header-footer"
        target = [f"--user-data-dir={profile}", f"--print-to-pdf={work / 'theirs.pdf'}", url + name]
        command = [options.chromium, *flags.split(), *target]
        subprocess.run(command, check=True, capture_output=True)

    ours, starts, theirs, weasy = [], [], [], []
    import_weasyprint = load_weasyprint()
    for _ in range(options.rounds):
        made, all_seconds = timed(lambda: rozcestnik(options.locales))
        few, few_seconds = timed(lambda: rozcestnik(options.locales.split(",")[0]))
        # Two runs of different length tell the time of a PDF from that of everything before it.
        if made > few:
            each = (all_seconds - few_seconds) / (made - few)
            ours.append(each)
            starts.append(few_seconds - few * each)
        theirs += [timed(lambda name=name: chromium(name))[1] for name in names]
        if import_weasyprint:
            weasy += [timed(lambda name=name: import_weasyprint(url + name))[1] for name in names]
    close()
    print(f"{made} PDFs of {options.root.resolve().name}, {options.rounds} rounds, median\n")
    print("| program | seconds a PDF | before the first |\n|---|---|---|")
    print(row("rozcestnik pdf", ours, f"{statistics.median(starts):.2f}" if starts else "–"))
    print(row("chromium --print-to-pdf", theirs, "in each"))
    print(row("WeasyPrint", weasy, "–") if weasy else "| WeasyPrint | not installed | |")
    if not ours:
        sys.exit("all PDFs are of one language: nothing to compare")
    each = statistics.median(ours)
    print(f"\nA PDF takes {each:.2f} s; the limit is {MOST_SECONDS_A_PDF} s.")
    print(f"Sheets add {share:.1%} to a build; the limit is {MOST_OF_A_BUILD:.0%}.")
    return each <= MOST_SECONDS_A_PDF and share <= MOST_OF_A_BUILD


def sheets_in_build(options, work):
    """By how much sheets make a build longer: builds of both kinds take turns, the shortest count."""
    plain = without_sheets(options.root, work / "plain")
    seconds = {options.root: [], plain: []}
    out = work / "built"
    for _ in range(options.builds):
        for root, times in seconds.items():
            shutil.rmtree(out, ignore_errors=True)
            build = [options.rozcestnik, "build", "--root", root, "--out", out, "--today", "2026-11-23"]
            times.append(timed(lambda: subprocess.run(build, check=True, capture_output=True))[1])
    if list(out.glob("**/leaflet/")) or list(out.glob("**/poster/")):
        sys.exit("the portal without sheets still has some")
    return min(seconds[options.root]) / min(seconds[plain]) - 1


def without_sheets(root, folder):
    """A copy of a portal that asks for no sheet."""
    for name in ("content", "i18n", "themes"):
        if (root / name).exists():
            shutil.copytree(root / name, folder / name)
    block = r"(?:\n[ \t]+[^\n]*|\n(?=\n[ \t]))*"
    asked = re.compile(rf"^(?:leaflets?|booklets):[^\n]*{block}\n", re.MULTILINE)
    site = (root / "site.yaml").read_text(encoding="utf-8")
    (folder / "site.yaml").write_text(asked.sub("", site), encoding="utf-8")
    for page in (folder / "content").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        head = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
        if head:
            plain = asked.sub("", head[0]).replace("leaflet, poster, ", "")
            page.write_text(plain + text[head.end() :], encoding="utf-8")
    return folder


def load_weasyprint():
    try:
        import weasyprint
    except ImportError:
        return None
    return lambda url: weasyprint.HTML(url).write_pdf(pdf_variant="pdf/ua-1")


def timed(work):
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def row(name, seconds, start):
    if not seconds:
        return f"| {name} | – | {start} |"
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"| {name} | {middle:.2f} ({low:.2f}–{high:.2f}) | {start} |"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def host(folder):
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}", server.shutdown


if __name__ == "__main__":
    main()

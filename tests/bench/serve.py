#!/usr/bin/env python3
"""Edits a title under a running preview server and measures when a browser gets the right bytes."""

import http.client
import math
import os
import socket
import subprocess
import sys
import time
from statistics import median

import corpus
import programs

# Flags of Hugo's default, which renders only the pages visited last, and of the thorough mode.
HUGO_FLAGS = {"hugo server": [], "hugo server, all pages": ["--disableFastRender"]}
START_SECONDS = 120
STALE_AFTER_SECONDS = 10
PAUSE_SECONDS = 0.5
POLL_SECONDS = 0.001
HEADER = """\
| pages | server | ready s | page ms | all ms | slowest ms | stale | peak MB |
|--:|---|--:|--:|--:|--:|--:|--:|"""


def main():
    parser = programs.arguments(__doc__)
    parser.add_argument("--edits", type=int, default=15)
    options = parser.parse_args()
    wanted = programs.prepare(options)
    print(HEADER)
    for pages in options.pages:
        root = options.work / str(pages)
        corpus.generate(pages, root, options.css)
        for program in wanted:
            for name, argv in commands(root, program):
                cells = [f"{pages}", name, *measure(root, program, argv, options.edits)]
                print("| " + " | ".join(cells) + " |", flush=True)


def commands(root, program):
    """The servers to measure: name and command line without the port."""
    site = str(root / program.name)
    if program.name == "rozcestnik":
        return [("rozcestnik serve", [program.binary, "serve", "--root", site])]
    common = [program.binary, "server", "--source", site, "--bind", "127.0.0.1"]
    common += ["--renderToMemory", "--disableLiveReload"]
    return [(name, common + flags) for name, flags in HUGO_FLAGS.items()]


def measure(root, program, argv, edits):
    corpus.remove_leftovers(root / program.name)
    port = free_port()
    log = root / f"{program.name}-serve.log"
    with log.open("wb") as said:
        started = time.perf_counter()
        server = subprocess.Popen([*argv, "--port", str(port)], stdout=said, stderr=said)
    try:
        wait_until_ready(server, port, log)
        ready = time.perf_counter() - started
        with programs.title_editor(root, program) as add_to_title:
            latencies = [edit(add_to_title, port, number) for number in range(edits)]
    finally:
        server.terminate()
    _, _, usage = os.wait4(server.pid, 0)
    server.returncode = 0
    page, everywhere = ([1000 * seconds for seconds in column] for column in zip(*latencies))
    return [
        f"{ready:.2f}",
        f"{median(page):.0f}",
        f"{median(everywhere):.0f}",
        f"{max(everywhere):.0f}",
        f"{everywhere.count(math.inf)} of {edits}",
        f"{usage.ru_maxrss / 1024:.0f}",
    ]


def edit(add_to_title, port, number):
    """Seconds until the page, and until all pages that show its title, show the new one."""
    # Letters only: a compiler may well put a number into an element of its own.
    word = f"proba{chr(ord('a') + number % 26)}"
    arrived = dict.fromkeys((programs.EDITED_ADDRESS, *programs.SHOWING_TITLE), math.inf)
    time.sleep(PAUSE_SECONDS)
    start = now = time.perf_counter()
    add_to_title(word)
    while math.inf in arrived.values() and now - start < STALE_AFTER_SECONDS:
        for address, seconds in arrived.items():
            if seconds == math.inf and word in get(port, address):
                arrived[address] = time.perf_counter() - start
        time.sleep(POLL_SECONDS)
        now = time.perf_counter()
    return arrived[programs.EDITED_ADDRESS], max(arrived.values())


def wait_until_ready(server, port, log):
    give_up = time.perf_counter() + START_SECONDS
    while not get(port, programs.EDITED_ADDRESS):
        if server.poll() is not None or time.perf_counter() > give_up:
            sys.exit(f"the server did not start:\n{log.read_text()[-2000:]}")
        time.sleep(POLL_SECONDS)


def get(port, address):
    """The page as text; empty while the server does not answer or does not have it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", f"/{address}/")
        response = connection.getresponse()
        return response.read().decode() if response.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()

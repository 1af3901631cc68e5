"""A process that lives long and does all its work by the library: commands and questions, as it is told on its stdin.

One line of JSON in, one out: `["run", argument, …]` runs a command, `["ask"]` opens the graph and asks it all sorts.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import kg
from kg.cli import run
from tests.fire.chronicle import PARKS, QUESTION


def command(arguments: list[str]) -> dict[str, Any]:
    """A command: its exit status, and what it said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = run(arguments)
    return {"status": status, "said": said.getvalue()}


def ask(store: str) -> dict[str, Any]:
    """What the chronicle's question gives; the other questions must have an answer."""
    with kg.open(store) as graph:
        rows = [[str(value) for value in row] for row in graph.store.select(QUESTION)]
        articles = graph.stats().articles
        graph.network()
        graph.query("agreements")
        graph.conflicts()
        if PARKS[0] in graph:
            graph.show(PARKS[0])
            graph.ask(f"{PARKS[0]}签了哪些协议？")
    return {"rows": rows, "articles": articles}


def measured() -> dict[str, int]:
    """Bytes of memory and open files, now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return {"rss": pages * resource.getpagesize(), "handles": len(os.listdir("/proc/self/fd"))}  # noqa: PTH208


def main(store: str) -> None:
    """Do what is said until nothing more is."""
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        answer = command(arguments) if what == "run" else ask(store)
        gc.collect()
        print(json.dumps(answer | measured(), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

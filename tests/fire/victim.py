"""Processes to be killed: `kg` commands that begin at once, because a process that has loaded everything is forked.

The server of forks never opens a store: a database's threads do not survive a fork.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import sys
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

CONTEXT = mp.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.fire.warm"])


def work(arguments: Sequence[str], output: str) -> None:
    """Run a command; what it says goes to a file."""
    from kg.cli import main

    with Path(output).open("wb", buffering=0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["kg", *arguments]
    main()


def start(arguments: Sequence[str | Path], output: Path) -> ForkServerProcess:
    """Begin a command in a process of its own."""
    process = CONTEXT.Process(target=work, args=([str(a) for a in arguments], str(output)))
    process.start()
    return process


def run(arguments: Sequence[str | Path], output: Path) -> tuple[int, str]:
    """A command to its end: its exit status, and all it said."""
    process = start(arguments, output)
    process.join()
    return int(process.exitcode or 0), output.read_text(encoding="utf-8")

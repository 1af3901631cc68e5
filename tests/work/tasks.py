"""Work for the tests: what each item does is said by itself. In a module of its own, so that processes find it."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import time
from pathlib import Path

from kg.model import Extraction
from kg.work import TookTooLong, limited


def work(item: str) -> str:
    """Do what the item says: die, die in company only, sleep, fall into a library, take memory; else give it back."""
    what, _, rest = item.partition(" ")
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "once":
        # Dies unless it did so before.
        flag = Path(rest)
        if not flag.exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    elif what == "fault":
        ctypes.string_at(0)
    elif what == "grow":
        globals().setdefault("kept", []).append(b"x" * int(rest))
    elif what == "pid":
        time.sleep(0.02)
        return str(os.getpid())
    elif what in ("sleep", "spin", "hang"):
        try:
            with limited(float(rest)):
                endless(what)
        except TookTooLong:
            return f"{what} too long"
    elif what == "fail":
        raise ValueError(item)
    return item


def endless(what: str) -> None:
    """Never end: waiting, in a regular expression, or in a library that listens to nobody."""
    if what == "sleep":
        time.sleep(3600)
    elif what == "spin":
        re.match(r"(x+x+)+y", "x" * 40)
    else:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(3600)


class Deadly:
    """Stands where a language model would, and kills the process that reads a bad article."""

    name = "deadly"

    def read(self, extraction: Extraction) -> tuple[Extraction, None]:
        if "坏" in extraction.article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return extraction, None

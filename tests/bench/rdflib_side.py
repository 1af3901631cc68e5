"""rdflib's side of the comparison, in a process of its own.

``python -m tests.bench.rdflib_side FILE QUESTIONS`` reads N-Quads into memory, asks each
question once, gives up after its seconds; prints JSON.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from tests.bench.machine import memory_peak


class GivenUpError(Exception):
    """The question takes too long."""


def _give_up(number: int, frame: FrameType | None) -> None:
    raise GivenUpError


def main(nquads: str, questions: str) -> None:
    """Ask and print."""
    import rdflib
    import rdflib.plugins.sparql.processor  # here, and not within the time of the first question

    asked = json.loads(Path(questions).read_text(encoding="utf-8"))
    start = time.process_time()
    dataset = rdflib.Dataset()
    dataset.parse(nquads, format="nquads")
    load = time.process_time() - start
    signal.signal(signal.SIGVTALRM, _give_up)
    cases: dict[str, Any] = {}
    for label, one in asked["asked"].items():
        start = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, one["seconds"])
        try:
            rows: int | None = len([tuple(row) for row in dataset.query(one["sparql"], initNs=asked["prefixes"])])
        except GivenUpError:
            rows = None
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        cases[label] = {"cpu": time.process_time() - start, "rows": rows}
    print(json.dumps({"load": round(load, 2), "memory": round(memory_peak()), "cases": cases}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

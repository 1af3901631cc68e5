"""What whoever starts the server may decide."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the graph is, and how far a request may go.

    `timeout`: seconds from a request's arrival to its answer or its error; `rows`: rows or triples an answer may have;
    `size`: its bytes; `memory`: bytes that one query may take; `body`: bytes of a request;
    `services`: beginnings of the addresses that SERVICE may ask (none: SERVICE is refused);
    `origins`: whose pages may read answers (CORS; `*`: all); `names`: the hosts it answers to (none: to any);
    `light`: queries at once while they are short; `heavy`: queries at once that have had `grace` seconds of a processor
    and then run when nothing else does; `paused`: those that rest until there is room; `queue`: requests that wait.
    """

    store: Path
    timeout: float = 10.0
    rows: int = 1_000_000
    size: int = 256 * 2**20
    memory: int = 2**30
    body: int = 2**20
    services: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    light: int = max(6, 3 * CORES)
    heavy: int = max(2, 2 * CORES)
    grace: float = 0.05
    paused: int = 4 * CORES
    queue: int = 256

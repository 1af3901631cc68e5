"""What whoever starts the server may decide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the graph is, and how far a request may go.

    `timeout`: seconds from a request's arrival to its answer or its error; `rows`: rows or triples an answer may have;
    `answer_bytes`: its size; `memory`: bytes that one query may take; `body_bytes`: the size of a request;
    `services`: what SERVICE may ask, as beginnings of addresses (none: SERVICE is refused);
    `origin`: the address under which browsers see the server, for links in the service description.
    """

    store: Path
    timeout: float = 10.0
    rows: int = 1_000_000
    answer_bytes: int = 256 * 2**20
    memory: int = 2**30
    body_bytes: int = 2**20
    services: tuple[str, ...] = ()
    min_confidence: float = 0.0

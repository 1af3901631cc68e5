"""What is fuzzed: for each door a check that raises where something does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fuzz import doors, texts


@dataclass(frozen=True, slots=True)
class Target:
    """A check of any bytes; `tries`: how many inputs the short form makes up; `share`: of the long form's, in 1000."""

    check: Callable[[bytes], None]
    tries: int
    share: int


TARGETS = {
    "reader": Target(doors.reader, 250, 10),
    "cleaner": Target(texts.cleaner, 500, 40),
    "segmenter": Target(texts.segmenter, 3000, 180),
    "times": Target(texts.times, 1500, 90),
    "amounts": Target(texts.amounts, 1500, 90),
    "numbers": Target(texts.numbers, 5000, 220),
    "names": Target(texts.names, 2000, 200),
    "heads": Target(texts.heads, 1000, 40),
    "facts": Target(texts.facts, 60, 3),
    "rules": Target(doors.rules, 1500, 30),
    "terms": Target(doors.terms, 1500, 50),
    "gazetteer": Target(doors.gazetteer, 1500, 50),
    "judgements": Target(doors.judgements, 1000, 40),
    "guard": Target(doors.guard, 500, 30),
    "labels": Target(doors.labels, 1500, 85),
}

"""Aligned text in, names out: the model of names proposes, the judge of whole names decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.detect.candidates import Candidate, candidates
from kg.detect.judge import Feature, Judge, choose, evidence, open_judge, probability
from kg.detect.names import NameModel, open_model, read_names
from kg.model import Mention, Span
from kg.tables import language

NAMES_FILE, JUDGE_FILE = "names.npz", "judge.npz"

# A name less sure than this is none. Chosen by cross-validation; a doubtful one is let through, and stays where
# something is said of it (`kg.relate.relating`), as do those that are no names of their own unless a fact needs them.
LEAST = {"": 0.2, "Region": 0.1, "Industry": 0.1, "Mechanism": 0.1}


class Models(NamedTuple):
    """The two models: of names, character by character, and of whole names."""

    names: NameModel
    judge: Judge


class Weighed(NamedTuple):
    """A candidate, where its sequence begins in the text, and the evidence on it."""

    offset: int
    candidate: Candidate
    evidence: list[Feature]


@cache
def shipped() -> Models:
    """The models in the package, opened once a process."""
    return open_models(language("models"))


def open_models(folder: Path) -> Models:
    """The models in a folder, ready."""
    return Models(open_model(folder / NAMES_FILE), open_judge(folder / JUDGE_FILE))


def weigh(copy: str, names: NameModel) -> Iterator[list[Weighed]]:
    """The candidates of each sequence of the aligned text, with the evidence on each."""
    proposals = [(reading, candidates(reading)) for reading in read_names(copy, names)]
    seen = Counter(reading.run[start:end] for reading, _ in proposals for start, end, _ in reading.runs)
    places = {(reading.offset + c.start, reading.offset + c.end) for reading, found in proposals for c in found}
    proposed = Counter(copy[start:end] for start, end in places)
    for reading, found in proposals:
        yield [Weighed(reading.offset, c, evidence(reading, c, seen, proposed)) for c in found]


def find_names(text: str, copy: str, models: Models) -> Iterator[Mention]:
    """The names that the judge accepts, none overlapping, in text order; `confidence` is its probability."""
    for weighed in weigh(copy, models.names):
        yield from accepted(text, [(w, probability(w.evidence, models.judge)) for w in weighed])


def accepted(text: str, judged: list[tuple[Weighed, float]]) -> Iterator[Mention]:
    """Mentions of the surest candidates of one sequence, none sharing a character with a surer one."""
    offset = judged[0][0].offset if judged else 0
    for candidate, certainty in choose([(w.candidate, p) for w, p in judged], LEAST):
        start, end = offset + candidate.start, offset + candidate.end
        surface = text[start:end]
        yield Mention(Span(start, end), surface, candidate.kind, f"model:{candidate.source}", None, round(certainty, 4))

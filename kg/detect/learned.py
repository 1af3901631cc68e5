"""Aligned text in, names out: the model of names proposes, the judge of whole names decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.detect.candidates import Candidate, candidates
from kg.detect.judge import Evidence, Looked, choose
from kg.detect.names import NameModel, open_model, read_names
from kg.detect.verdicts import Judge, open_judge
from kg.model import Mention, Span
from kg.tables import language

NAMES_FILE, JUDGE_FILE = "names.npz", "judge.npz"

_AT_ONCE = 2_000  # candidates that are judged together: enough for the arrays to pay, little memory
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
    evidence: Evidence


@cache
def shipped() -> Models:
    """The models in the package, opened once a process."""
    return open_models(language("models"))


def open_models(folder: Path) -> Models:
    """The models in a folder, ready."""
    return Models(open_model(folder / NAMES_FILE), open_judge(folder / JUDGE_FILE))


def weigh(copy: str, names: NameModel) -> Iterator[list[Weighed]]:
    """The candidates of each sequence of the aligned text, with the evidence on each."""
    proposals = []
    for reading in read_names(copy, names):
        proposals.append((reading, candidates(reading)))
        reading.within.release()
    seen = Counter(reading.run[start:end] for reading, _ in proposals for start, end, _ in reading.runs)
    places = {(reading.offset + c.start, reading.offset + c.end) for reading, found in proposals for c in found}
    proposed = Counter(copy[start:end] for start, end in places)
    for reading, found in proposals:
        looked = Looked(reading, seen, proposed)
        yield [Weighed(reading.offset, c, looked.evidence(c)) for c in found]


def find_names(text: str, copy: str, models: Models) -> Iterator[Mention]:
    """The names that the judge accepts, none overlapping, in text order; `confidence` is its probability."""
    block: list[list[Weighed]] = []
    count = 0
    for weighed in weigh(copy, models.names):
        block.append(weighed)
        count += len(weighed)
        if count > _AT_ONCE:
            yield from _decided(text, block, models.judge)
            block, count = [], 0
    yield from _decided(text, block, models.judge)


def _decided(text: str, block: Sequence[Sequence[Weighed]], judge: Judge) -> Iterator[Mention]:
    certainties = iter(judge.probabilities([each.evidence for weighed in block for each in weighed]))
    for weighed in block:
        yield from accepted(text, list(zip(weighed, islice(certainties, len(weighed)), strict=True)))


def with_certainty(weighed: Sequence[Weighed], judge: Judge) -> list[tuple[Weighed, float]]:
    """Candidates with how sure the judge is of each."""
    return list(zip(weighed, judge.probabilities([each.evidence for each in weighed]), strict=True))


def accepted(text: str, judged: list[tuple[Weighed, float]]) -> Iterator[Mention]:
    """Mentions of the surest candidates of one sequence, none sharing a character with a surer one."""
    offset = judged[0][0].offset if judged else 0
    for candidate, certainty in choose([(w.candidate, p) for w, p in judged], LEAST):
        start, end = offset + candidate.start, offset + candidate.end
        surface = text[start:end]
        yield Mention(Span(start, end), surface, candidate.kind, f"model:{candidate.source}", None, round(certainty, 4))

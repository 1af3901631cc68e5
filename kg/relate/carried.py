"""Signings whose first party is left out, and signings in pairs: 甲与乙签A,与丙签B; 甲与乙、丙与丁分别签订A.

The subject of the first signing holds for those that are joined to it, up to the end of the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.model import Evidence, Span, Statement
from kg.relate.scene import Item, Scene
from kg.vocabulary import INSTITUTION_TYPES

_PARTIES = frozenset((*INSTITUTION_TYPES, "Region", "Park", "Fund"))
_SURE = 0.85
_CLAUSE = re.compile(r"[,;。:!?\n]")
_WITH = re.compile(r"(?:分别|先后|依次)?(?:与|同|和|跟)[\"']?\Z")
# 还与丙签订B: nobody stands before 与.
_LEFT_OUT = re.compile(r"(?:并|还|又|再|也|同时|随后|此外|并且|接着|会后|当天|同日|分别|先后){0,3}(?:与|同|跟)[\"']?\Z")
_SIGNS = re.compile(r"签[署订约下]|缔结|达成")
_NO = re.compile(r"[拟将未]|有望|计划|准备|力争|争取|希望|商谈|洽谈")
_ONE_AND = re.compile(r"[\"']?(?:与|同|和|跟)[\"']?")
_NEXT_PAIR = re.compile(r"[\"']?[、,][\"']?")
_EACH_SIGN = re.compile(r"[\"']?,?(?:还|也)?(?:分别|各自|先后|同时)[^,;。:]{0,12}?(?:签[署订约下]|缔结|达成)")


class _Clause:
    """A clause with its items; `parties` of the list or lists before the signing word."""

    def __init__(self, scene: Scene, start: int, end: int, items: list[Item]) -> None:
        self.scene, self.start, self.end, self.items = scene, start, end, items
        word = next(
            (m for m in _SIGNS.finditer(scene.copy, start, end) if not any(_covers(i, m.start()) for i in items)), None
        )
        self.signs = word.start() if word else -1
        self.parties = [i for i in items if i.kind in _PARTIES and i.span.end <= self.signs]
        self.agreements = [i for i in items if i.kind == "Agreement" and i.span.start >= self.signs]

    @property
    def begins_anew(self) -> bool:
        """True where a party opens it: from here on that is who is spoken of."""
        first = next((i for i in self.items if i.kind in _PARTIES), None)
        return first is not None and not first.anaphor and first.span.start - self.start <= 1

    @property
    def without_subject(self) -> bool:
        """True for 与丙签订B, where nothing stands before 与."""
        if not self.parties or _NO.search(self.scene.copy, self.start, self.signs):
            return False
        return _LEFT_OUT.fullmatch(self.scene.copy, self.start, self.parties[0].span.start) is not None

    def subject(self) -> list[Item]:
        """Who signs, of those before 与: 甲 in 甲与乙签A; none where nobody stands there."""
        for place, (left, right) in enumerate(pairwise(self.parties)):
            between = self.scene.copy[left.span.end : right.span.start]
            if len(between) <= 30 and _WITH.search(between):
                return [party for party in self.parties[: place + 1] if party.group == left.group]
        return []


def _covers(item: Item, place: int) -> bool:
    return item.span.start <= place < item.span.end


def carried(scene: Scene) -> Iterator[Statement]:
    """Yield who signs with whom where the first party is left out, and in signings that are told pair by pair."""
    subject: list[Item] = []
    paragraph = -1
    for number in sorted(scene.by_sentence):
        sentence = scene.sentences[number]
        if sentence.paragraph != paragraph:
            subject, paragraph = [], sentence.paragraph
        for clause in _clauses(scene, number):
            if clause.signs < 0:
                subject = [] if clause.begins_anew else subject
            elif clause.without_subject:
                yield from _signed(scene, subject, clause)
            else:
                subject = clause.subject()
        yield from _pairs(scene, number)


def _clauses(scene: Scene, number: int) -> Iterator[_Clause]:
    """The clauses of a sentence; what parts them never stands within a name."""
    items = [scene.items[k] for k in scene.by_sentence[number]]
    span = scene.sentences[number].span
    start = span.start
    for stop in _CLAUSE.finditer(scene.copy, span.start, span.end):
        if not any(_covers(item, stop.start()) for item in items):
            yield _Clause(scene, start, stop.start(), [i for i in items if start <= i.span.start < stop.start()])
            start = stop.end()
    yield _Clause(scene, start, span.end, [i for i in items if start <= i.span.start])


def _signed(scene: Scene, subject: list[Item], clause: _Clause) -> Iterator[Statement]:
    if not subject or len(subject) > 3:
        return
    others = [p for p in clause.parties if not _SIGNS.search(scene.copy, clause.parties[0].span.end, p.span.start)]
    span = Span(subject[0].span.start, max([clause.signs + 2, *(a.span.end for a in clause.agreements)]))
    for agreement in clause.agreements:
        yield from _of(scene, "signatory", [agreement], [*subject, *others], span)
    for party in subject:
        yield from _of(scene, "cooperatesWith", [party], others, span)


def _pairs(scene: Scene, number: int) -> Iterator[Statement]:
    """甲与乙、丙与丁分别签订A."""
    items = [scene.items[k] for k in scene.by_sentence[number]]
    parties = [i for i in items if i.kind in _PARTIES]
    for place, last in enumerate(parties):
        after = _EACH_SIGN.match(scene.copy, last.span.end)
        if not after:
            continue
        run = _run_of_pairs(scene, parties[: place + 1])
        if len(run) < 4:
            continue
        span = Span(run[0].span.start, after.end())
        agreements = [i for i in items if i.kind == "Agreement" and 0 <= i.span.start - after.end() <= 12][:1]
        for agreement in agreements:
            yield from _of(scene, "signatory", [agreement], run, Span(span.start, agreement.span.end))
        for one, other in zip(run[::2], run[1::2], strict=True):
            yield from _of(scene, "cooperatesWith", [one], [other], span)


def _run_of_pairs(scene: Scene, parties: list[Item]) -> list[Item]:
    """The longest 甲与乙、丙与丁 that ends with the last of the parties."""
    found = [parties[-1]]
    for item in parties[-2::-1]:
        between = scene.copy[item.span.end : found[0].span.start]
        if not (_ONE_AND if len(found) % 2 else _NEXT_PAIR).fullmatch(between):
            break
        found.insert(0, item)
    return found[len(found) % 2 :]


def _of(scene: Scene, predicate: str, subjects: list[Item], objects: list[Item], span: Span) -> Iterator[Statement]:
    quote = scene.article.text[span.start : span.end]
    evidence = (Evidence(span, quote, f"carried:{predicate}", _SURE),)
    for subject in subjects:
        for item in objects:
            for s in subject.targets:
                yield from (Statement(s, predicate, o, evidence) for o in item.targets if o != s)

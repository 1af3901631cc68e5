"""What is signed one after the other at one ceremony has its day and its place: 会上,甲与乙签A;丙与丁签B.

A day or a meeting is said of the first; the others of the list, and of the sentences that go on with it, share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.model import TIME, Evidence, Span, Statement
from kg.relate.scene import Item, Scene

_SHARED = ("signedOn", "signedAt")
_SURE_FIRST = 0.5  # what is less sure of the first is not said of the others
_SHARE = 0.85
_SIGNS = re.compile(r"签[署订约下]|缔结|达成")
_APART = re.compile(
    r"此前|之前|曾|早在|当时|以来|拟|将|有望|计划|力争|争取|翌日|次日|随后几|几年|距|例如|随后赴|根据|按照|依据"
)
_REACH = 3  # sentences


def ceremonies(scene: Scene, thoughts: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the day and the meeting of agreements that are signed right after one whose day and meeting are told.

    `thoughts`: all else that is thought of the article.
    """
    known: dict[tuple[str, str], Statement] = {}
    for thought in thoughts:
        slot = thought.subject, thought.predicate
        if thought.predicate in _SHARED and (slot not in known or _sure(thought) > _sure(known[slot])):
            known[slot] = thought
    first: Item | None = None
    for number in sorted(scene.by_sentence):
        for item in (scene.items[k] for k in scene.by_sentence[number]):
            if item.kind != "Agreement" or item.anaphor:
                continue
            if first is None or not _goes_on(scene, first, item):
                first = item
            else:
                yield from _as_first(scene, first, item, known)


def _sure(statement: Statement) -> float:
    return statement.evidence[0].confidence


def _goes_on(scene: Scene, first: Item, item: Item) -> bool:
    """True where the two are signed in one go: no other day and no other meeting between them, in one paragraph."""
    here, there = scene.sentences[item.sentence], scene.sentences[first.sentence]
    if here.paragraph != there.paragraph or item.sentence - first.sentence > _REACH:
        return False
    start = scene.sentences[item.sentence].span.start if item.sentence != first.sentence else first.span.end
    clause = scene.copy[start : item.span.start]
    if not _SIGNS.search(clause) or _APART.search(scene.copy[first.span.end : item.span.start]):
        return False
    numbers = range(first.sentence, item.sentence + 1)
    between = [scene.items[k] for n in numbers for k in scene.by_sentence.get(n, ())]
    return not any(i.kind in (TIME, "Event") and first.span.end <= i.span.start < item.span.start for i in between)


def _as_first(scene: Scene, first: Item, item: Item, known: dict[tuple[str, str], Statement]) -> Iterator[Statement]:
    for predicate in _SHARED:
        said = known.get((first.targets[0], predicate))
        if said is None or _sure(said) < _SURE_FIRST:
            continue
        told = said.evidence[0]
        span = Span(min(told.span.start, item.span.start), max(told.span.end, item.span.end))
        quote = scene.article.text[span.start : span.end]
        evidence = (Evidence(span, quote, f"ceremony:{predicate}", round(_SHARE * told.confidence, 3), told.modality),)
        for target in item.targets:
            if target not in first.targets:
                yield Statement(target, predicate, said.object, evidence)

"""What an agreement lays down for those who sign it, where the sentence leaves them out: 协议明确，…；共建丙湖走廊.

Chinese drops a subject that all know. In a sentence that tells what an agreement says, that is the agreement's parties.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from kg.errors import TableError
from kg.model import Evidence, Span, Statement
from kg.relate.scene import Item, Scene
from kg.relate.triggers import trigger_classes
from kg.tables import language, read_rows
from kg.vocabulary import DOMAINS, INSTITUTION_TYPES

_JOINT = "build-joint"
_BUILT = frozenset(DOMAINS["builder"])
_PARTIES = frozenset((*INSTITUTION_TYPES, "Region", "Park"))
_SIGNED_SURELY = 0.5  # a party that is less sure has not signed
_SHARE = 0.85  # of the signature's confidence: the measure of how often the subject left out is the parties
_CLAUSE = re.compile(r"[,，。；;：:!！?？\n]")
_PARTS = re.compile(r"[；;。！？\n]")
_WILL = re.compile("[将拟要]")
# Between the verb and the name stand at most some words that say what kind of thing it is.
_NEAR = 14


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of what stands right before and right after an agreement whose contents follow."""
    words: dict[str, list[str]] = {"under": [], "says": []}
    for _, row in read_rows(language("undertakings.tsv"), ("word", "place", "example")):
        if row["place"] not in words:
            raise TableError(f"{row.place}: place {row['place']!r}; expected under or says")
        words[row["place"]].append(re.escape(row.filled("word")))
    under, says = "|".join(words["under"]), "|".join(words["says"])
    return (
        re.compile(rf"(?:{under})(?:此次|本次|该|这一|此|上述|双方|签署的|签订的){{0,2}}[《\"“]?\Z"),
        re.compile(rf"[》\"”]?(?:中|还|也|同时|进一步|共同){{0,2}}(?:{says})"),
    )


def undertakings(scene: Scene, thoughts: Iterable[Statement]) -> Iterator[Statement]:
    """Yield who builds what under an agreement, for the clauses of its contents that name no subject.

    `thoughts`: all else that is thought of the article; its signatures say who the parties are.
    """
    parties: dict[str, dict[str, float]] = defaultdict(dict)
    for thought in thoughts:
        if thought.predicate == "signatory" and isinstance(thought.object, str):
            sure = max(thought.evidence[0].confidence, parties[thought.subject].get(thought.object, 0.0))
            parties[thought.subject][thought.object] = sure
    for agreement in scene.items:
        signed = agreement.kind == "Agreement" and any(target in parties for target in agreement.targets)
        if signed and _tells(scene, agreement):
            yield from _of_agreement(scene, agreement, parties)


def _tells(scene: Scene, agreement: Item) -> bool:
    under, says = _cues()
    start, end = agreement.span.start, agreement.span.end
    return bool(under.search(scene.copy, max(0, start - 10), start) or says.match(scene.copy, end))


def _of_agreement(scene: Scene, agreement: Item, parties: dict[str, dict[str, float]]) -> Iterator[Statement]:
    items = [scene.items[k] for number in _contents(scene, agreement) for k in scene.by_sentence.get(number, ())]
    for item in items:
        if item.span.start < agreement.span.end or not _BUILT & set(item.types):
            continue
        start = _clause_without_subject(scene, agreement, item, items)
        if start is None:
            continue
        quote = Span(start, item.span.end)
        for target in agreement.targets:
            for party, sure in parties.get(target, {}).items():
                if sure >= _SIGNED_SURELY and party not in item.targets:
                    evidence = _evidence(scene, quote, _SHARE * sure)
                    yield from (Statement(built, "builder", party, (evidence,)) for built in item.targets)


def _contents(scene: Scene, agreement: Item) -> Iterator[int]:
    """The sentence that names the agreement, and those that a semicolon joins to it."""
    for number in range(agreement.sentence, len(scene.sentences)):
        yield number
        if scene.copy[scene.sentences[number].span.end - 1] not in ";；":
            return


def _clause_without_subject(scene: Scene, agreement: Item, item: Item, items: list[Item]) -> int | None:
    """Where the clause of a thing built together begins; None where it tells of no building, or says who builds.

    A subject holds up to the next semicolon, so that is how far back none may stand.
    """
    before = scene.copy[agreement.span.end : item.span.start]
    part = agreement.span.end + max((m.end() for m in _PARTS.finditer(before)), default=0)
    if any(
        other.span.start >= part and other.span.end <= item.span.start and other.kind in _PARTIES for other in items
    ):
        return None
    start = agreement.span.end + max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    if "deny" in trigger_classes(scene.copy[start : item.span.start]):
        return None
    # 将共建 speaks of a plan, and of building together.
    nearest = _WILL.sub(" ", scene.copy[max(start, item.span.start - _NEAR) : item.span.start])
    return start if trigger_classes(nearest)[-1:] == (_JOINT,) else None


def _evidence(scene: Scene, span: Span, confidence: float) -> Evidence:
    quote = scene.article.text[span.start : span.end]
    planned = "planned" in trigger_classes(quote)
    return Evidence(span, quote, "undertaking:builder", round(confidence, 3), "planned" if planned else "asserted")

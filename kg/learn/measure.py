"""Names found and annotated names in, precision and recall out: an entity as the scorer defines it, without a graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.lang import normal_name
from kg.learn.gold import GoldArticle
from kg.model import Mention
from kg.vocabulary import ENTITY_TYPES, INSTITUTION_TYPES

ONLY_IN_FACTS = frozenset({"Region", "Industry", "Mechanism"})


def family(kind: str) -> str:
    """The six institution types count as one."""
    return "Institution" if kind in INSTITUTION_TYPES else kind


@dataclass
class Tally:
    """Counts of annotated, found, said and right entities, over all types (``""``) and by best type."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    missing: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def figures(self, kind: str = "") -> tuple[float, float, float]:
        """Precision, recall, F1 of one type, or of all."""
        precision = self.right[kind] / self.said[kind] if self.said[kind] else 0.0
        recall = self.found[kind] / self.gold[kind] if self.gold[kind] else 0.0
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0


def tally(pairs: Iterable[tuple[GoldArticle, Iterable[Mention]]]) -> Tally:
    """Add up what is said of each article. Names that the gold holds for one entity count as one node."""
    sums = Tally()
    for gold, mentions in pairs:
        _add(sums, gold, {(normal_name(m.name), m.kind, m.also) for m in mentions if m.kind in ENTITY_TYPES})
    return sums


def _add(sums: Tally, gold: GoldArticle, said: set[tuple[str, str, tuple[str, ...]]]) -> None:
    by_name = defaultdict(list)
    for entity in gold.entities:
        for name in entity.names:
            by_name[normal_name(name)].append(entity)
    found: dict[str, bool] = {}
    wrong = set()
    for name, kind, also in sorted(said):
        families = {family(k) for k in (kind, *also)}
        fits = [e for e in by_name[name] if families & {family(k) for k in e.types}]
        for entity in fits:
            found[entity.id] = found.get(entity.id, False) or bool({kind, *also} & set(entity.types))
        if not fits and kind not in ONLY_IN_FACTS:
            wrong.add((name, kind))
    for entity in gold.entities:
        if entity.optional:
            continue
        for key in ("", entity.type):
            sums.gold[key] += 1
            sums.found[key] += entity.id in found
            sums.said[key] += entity.id in found
            sums.right[key] += entity.id in found
        sums.exact += found.get(entity.id, False)
        if entity.id not in found:
            sums.missing.append((gold.article.id, entity.type, entity.names[0]))
    for name, kind in sorted(wrong):
        sums.said[""] += 1
        sums.said[kind] += 1
        sums.wrong.append((gold.article.id, kind, name))

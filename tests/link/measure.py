"""How well names are joined and anaphors understood, measured on the gold articles with the gold's own mentions.

python tests/link/measure.py [FOLDER] [--misses]
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from kg.lang import normal_name
from kg.learn.gold import GoldArticle, load_gold, project
from kg.link import link
from kg.link.anaphora import rows
from kg.link.lexicon import generic
from kg.model import Linking
from kg.segment import split_sentences

GOLD = Path(__file__).parent.parent / "gold"


@dataclass
class Figures:
    """Counts over articles; `wrong` and `missed` for people who want to see."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    anaphors: Counter[tuple[str, bool]] = field(default_factory=Counter)
    misread: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        return self.counts[part] / max(1, self.counts[whole])


def measure(gold: GoldArticle, figures: Figures) -> None:
    """Add one article's counts."""
    shared = Counter(normal_name(n) for e in gold.entities for n in set(e.names))
    pairs = [(m, e) for m, e in project(gold) if shared[normal_name(m.surface)] == 1]
    mentions = [replace(m, value=None, marks=("untitled",) if e.untitled else ()) for m, e in pairs]
    linking = link(gold.article, split_sentences(gold.article.text), mentions)
    _names(gold, pairs, linking, figures)
    _anaphors(gold, pairs, linking, figures)


def _names(gold: GoldArticle, pairs, linking: Linking, figures: Figures) -> None:  # type: ignore[no-untyped-def]
    spans = {m.span: e.id for m, e in pairs}
    names: dict[str, tuple[str, str]] = {}
    forms: dict[tuple[str, str], tuple[str, str]] = {}
    for row in linking.links:
        if row.mention.span in spans and row.entity_id:
            forms[(spans[row.mention.span], normal_name(row.mention.surface))] = (row.entity_id, row.mention.surface)
    del names
    items = [(gid, eid, surface) for (gid, _), (eid, surface) in forms.items()]
    for (g1, e1, s1), (g2, e2, s2) in combinations(items, 2):
        same, said = g1 == g2, e1 == e2
        figures.counts["same"] += same
        figures.counts["said"] += said
        figures.counts["right"] += same and said
        if said and not same:
            figures.wrong.append(f"{gold.article.id}\t{s1}\t{s2}")
        if same and not said:
            figures.missed.append(f"{gold.article.id}\t{s1}\t{s2}")
    groups = defaultdict(set)
    for gid, eid, _ in items:
        groups[gid].add(eid)
    several = Counter(gid for gid, _, _ in items)
    for gid, number in several.items():
        if number > 1:
            figures.counts["several"] += 1
            figures.counts["one"] += len(groups[gid]) == 1


# What a reader would take for a stand-in, whatever the linker's tables say.
_WORD = re.compile(
    r"双方|各方|[两三四五六七八九十][家方地市省区县镇校院局园国]|[两三四五六七八九十]大(?:园区|新区|高新区)|上述|该[一-龥]|此次|会上|仪式上|论坛上|后者|前者"
)


def _anaphors(gold: GoldArticle, pairs, linking: Linking, figures: Figures) -> None:  # type: ignore[no-untyped-def]
    text = gold.article.text
    gold_of = {m.span: e.id for m, e in pairs}
    entity_of = defaultdict(set)
    for row in linking.links:
        if row.mention.span in gold_of and row.entity_id:
            entity_of[gold_of[row.mention.span]].add(row.entity_id)
    anaphors = [row for row in linking.links if row.mention.rule.startswith("anaphora/")]
    wanted: dict[tuple[int, int], set[str]] = defaultdict(set)
    names = {e.id: e.names for e in gold.entities}
    types = {e.id: set(e.types) for e in gold.entities}
    kinds = {row.name: row.types or {t for ts in generic().heads.values() for t in ts} for row in rows()}
    for fact in gold.facts:
        start = text.find(fact.quote)
        if fact.optional or start < 0 or not fact.quote or fact.predicate in ("cooperationArea", "industry"):
            continue
        for gid in {fact.subject} | (set() if fact.is_value else {fact.object}):
            if entity_of[gid] and not any(normal_name(n) in normal_name(fact.quote) for n in names[gid]):
                wanted[start, start + len(fact.quote)].add(gid)
    for (start, end), gids in wanted.items():
        inside = [row for row in anaphors if start <= row.mention.span.start and row.mention.span.end <= end]
        if not inside and not _WORD.search(text[start:end]):
            continue
        reached = {row.entity_id for row in inside}
        words = "/".join(sorted({row.mention.surface for row in inside})) or "-"
        fit = {t for row in inside for t in kinds[row.mention.rule.split("/")[-1]]} if inside else None
        for gid in sorted(gids):
            if fit is not None and not types[gid] & fit:
                continue
            right = bool(entity_of[gid] & reached)
            figures.counts["wanted"] += 1
            figures.counts["reached"] += right
            figures.anaphors[words, right] += 1
            if not right:
                got = " ".join(sorted(str(e) for e in reached))
                figures.misread.append(
                    f"{gold.article.id}\t{words}\t{names[gid][0]}\tgot {got}\t{text[start:end][:60]!r}"
                )


def main() -> None:
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    figures = Figures()
    for gold in load_gold(GOLD / (arguments[0] if arguments else "train")):
        measure(gold, figures)
    p, r = figures.share("right", "said"), figures.share("right", "same")
    print(f"pairs of names: P {p:.3f} R {r:.3f}  said {figures.counts['said']} same {figures.counts['same']}")
    print(f"entities of several names that are one: {figures.counts['one']} of {figures.counts['several']}")
    print(f"things told through anaphors, reached: {figures.counts['reached']} of {figures.counts['wanted']}")
    if "--misses" in sys.argv:
        print(*(f"WRONG\t{row}" for row in figures.wrong), sep="\n")
        print(*(f"MISSED\t{row}" for row in figures.missed), sep="\n")
        print(*(f"ANAPHOR\t{row}" for row in figures.misread), sep="\n")


if __name__ == "__main__":
    main()

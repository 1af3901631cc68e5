"""What an article has spoken of so far, and what a word that stands for others can mean there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.lang import normal_name
from kg.link.anaphora import Anaphor
from kg.link.clusters import Cluster
from kg.link.forms import form
from kg.link.lexicon import generic, region_characters, region_core
from kg.model import Sentence, Span

# How far back an anaphor may reach, in mentions: readers do not reach farther, and it keeps the work linear.
REACH = 80
_JOINED = re.compile(
    r"\s{0,2}(?:[(（][^()（）]{0,40}[)）])?[”》]?\s{0,2}"
    r"(?:[、，,]?(?:和|与|及|同|跟|以及|携手|联合|联手|会同|牵手|对接|分别与|分别同|分别和)|[、·—～-])?\s{0,2}[“《]?"
)
_TAIL = re.compile(r"(?:项目|工程|活动)$")
_SIGNS = re.compile(r"签[署订约下]|共建|合作|携手|联手|结对|牵手|缔结|达成|对接")


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention that names a cluster, at `start`..`end`, in the sentence numbered `sentence`."""

    start: int
    end: int
    sentence: int
    cluster: Cluster


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word stands for: clusters in text order (none: undecided), score, reason."""

    clusters: tuple[Cluster, ...]
    score: float
    reason: str


NOTHING = Meaning((), 0.0, "nothing named before fits")


class Context:
    """The mentions read so far, in text order; the text, to look between them."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = text
        self.starts = [sentence.span.start for sentence in sentences]
        self.sentences = sentences
        self.seen: list[Seen] = []

    def sentence_at(self, position: int) -> int:
        """The number of the sentence at a position, -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def add(self, span: Span, cluster: Cluster) -> None:
        """The article has now named (or meant) `cluster`."""
        self.seen.append(Seen(span.start, span.end, self.sentence_at(span.start), cluster))

    def nearest(self, position: int, kinds: frozenset[str], ends: tuple[str, ...]) -> Cluster | None:
        """The thing named last, of one of these kinds, one of whose names ends in one of `ends` (empty: any).

        Of the things that an earlier sentence names the first is taken, for it is what the sentence is about.
        """
        here = self.sentence_at(position)
        best: Seen | None = None
        for seen in reversed(self.seen[-REACH:]):
            if best is not None and (seen.sentence != best.sentence or best.sentence == here):
                break
            if seen.cluster.best_type() in kinds and ends_in(seen.cluster, ends):
                best = seen
        return best.cluster if best else None

    def resolve(self, anaphor: Anaphor) -> Meaning:
        """What the anaphor stands for."""
        if anaphor.row.resolve == "group":
            return self._together(anaphor)
        if anaphor.row.resolve in ("first", "last"):
            return self._one_of_two(anaphor)
        if anaphor.row.resolve == "event":
            return self._event(anaphor)
        return self._single(anaphor)

    def _single(self, anaphor: Anaphor) -> Meaning:
        kinds = anaphor.row.types or frozenset(generic().heads.get(anaphor.head, ()))
        at = anaphor.span.start
        if anaphor.head:
            found = self.nearest(at, kinds, (anaphor.head,))
            if found:
                return Meaning((found,), 0.85, f"named last of those that end in {anaphor.head}")
            if anaphor.row.resolve == "bare" and anaphor.head not in LOOSE_HEADS:
                return NOTHING
        elif anaphor.row.suffix:
            found = self.nearest(at, kinds, tuple(anaphor.row.suffix))
            if found:
                return Meaning((found,), 0.8, "named last of those that end so")
        found = self.nearest(at, kinds, ())
        score = 0.5 if anaphor.row.resolve == "bare" else 0.65
        return Meaning((found,), score, "named last of its type") if found else NOTHING

    def _event(self, anaphor: Anaphor) -> Meaning:
        at = anaphor.span.start
        if len(anaphor.head) > 1 and (found := self.nearest(at, anaphor.row.types, (anaphor.head,))):
            return Meaning((found,), 0.9, f"the event named last that ends in {anaphor.head}")
        found = self.nearest(at, anaphor.row.types, ())
        return Meaning((found,), 0.8, "the event named last") if found else NOTHING

    def _one_of_two(self, anaphor: Anaphor) -> Meaning:
        here = self.sentence_at(anaphor.span.start)
        fitting = [s for s in self.seen[-REACH:] if s.cluster.best_type() in anaphor.row.types]
        groups = [g for g in _runs(self.text, fitting) if len(g) == 2 and here - g[0].sentence <= 2]
        if not groups:
            return NOTHING
        chosen = groups[-1][0 if anaphor.row.resolve == "first" else 1]
        return Meaning((chosen.cluster,), 0.8, "of the two named together last")

    def _together(self, anaphor: Anaphor) -> Meaning:
        """The things named together last that fit the anaphor's number, types, suffix and region characters."""
        here = self.sentence_at(anaphor.span.start)
        fitting = [
            s for s in self.seen[-REACH:]
            if s.cluster.best_type() in anaphor.row.types and passes(s.cluster, anaphor.row.suffix)
        ]  # fmt: skip
        best = NOTHING
        for members, score, reason in self._groups(fitting, here):
            wanted = anaphor.number in (None, len(members)) and len(members) > 1
            if wanted and score > best.score and lead_fits(anaphor.lead, members):
                best = Meaning(members, min(score, 0.95), reason)
        return best if best.clusters else _loose(anaphor, fitting)

    def _groups(self, fitting: Sequence[Seen], here: int) -> Iterator[tuple[tuple[Cluster, ...], float, str]]:
        """Groups named together, with a score that falls with the distance in sentences."""
        for run in _runs(self.text, fitting):
            bonus = 0.04 if self._is_signing(run[0].sentence) else 0.0
            # The later of two in one sentence stands nearer.
            near = 0.01 * (run[0].start / (len(self.text) + 1))
            yield distinct(run), 0.9 + bonus + near - 0.03 * (here - run[0].sentence), "named together last"
        by_sentence: dict[int, list[Seen]] = {}
        for seen in fitting:
            by_sentence.setdefault(seen.sentence, []).append(seen)
        for number, members in by_sentence.items():
            bonus = 0.12 if self._is_signing(number) else 0.0
            yield distinct(members), 0.74 + bonus - 0.03 * (here - number), "all of the kind in the last such sentence"

    def _is_signing(self, number: int) -> bool:
        if number < 0:
            return False
        span = self.sentences[number].span
        return _SIGNS.search(self.text, span.start, min(span.end, span.start + 400)) is not None


# Bare heads that need not be in the name: a company's name may lack 公司, a meeting's 会议.
LOOSE_HEADS = frozenset({"公司", "项目", "大会", "会议", "协议", "论坛", "峰会", "企业", "园区"})


def _runs(text: str, fitting: Sequence[Seen]) -> list[list[Seen]]:
    """The mentions in runs of such as are named together (A、B和C), in text order."""
    runs: list[list[Seen]] = []
    for seen in fitting:
        if runs and seen.start - runs[-1][-1].end < 50 and _JOINED.fullmatch(text, runs[-1][-1].end, seen.start):
            runs[-1].append(seen)
        else:
            runs.append([seen])
    return runs


def distinct(seen: Iterable[Seen]) -> tuple[Cluster, ...]:
    """The things seen, each once, in the order of their first mention."""
    return tuple({id(s.cluster): s.cluster for s in seen}.values())


def ends_in(cluster: Cluster, ends: tuple[str, ...]) -> bool:
    """True where one of the names ends so (before 暨 or a general end such as 项目 too), or no end is asked for."""
    if not ends:
        return True
    for name in cluster.names:
        whole = form(name)
        pieces = (whole.normal, whole.reduced, *whole.normal.split("暨")[:-1], _TAIL.sub("", whole.normal))
        if any(piece.endswith(ends) for piece in pieces):
            return True
    return False


def passes(cluster: Cluster, suffix: str) -> bool:
    """True where the full name ends in one of the suffix's characters, or is a region's without its level."""
    if not suffix:
        return True
    name = cluster.form.normal
    return any(normal_name(n)[-1:] in suffix for n in cluster.names) or (
        cluster.best_type() == "Region" and len(name) <= 4 and region_core(name) == name
    )


def lead_fits(lead: str, members: Sequence[Cluster]) -> bool:
    """True where each region character before the anaphor (成渝双方) is one of the members', and none is left over."""
    return not lead or (len(lead) == len(members) and all(any(_bears(m, c) for m in members) for c in lead))


def _bears(cluster: Cluster, character: str) -> bool:
    cores = {region_core(name) for name in region_characters().get(character, ())}
    return any(character in name[:4] or any(core in name for core in cores) for name in cluster.names)


def _loose(anaphor: Anaphor, fitting: Sequence[Seen]) -> Meaning:
    """No group fits: the region characters before it (成渝双方), or the last different things in their number."""
    latest = distinct(reversed(fitting))
    if anaphor.lead:
        named = [next((c for c in latest if _bears(c, character)), None) for character in anaphor.lead]
        found = tuple(c for c in named if c is not None)
        if len(found) == len(anaphor.lead) == len({id(c) for c in found}):
            return Meaning(found, 0.75, "by their characters")
        return NOTHING
    if anaphor.number is not None and 2 <= anaphor.number <= 4 and len(latest) >= anaphor.number:
        return Meaning(tuple(reversed(latest[: anaphor.number])), 0.45, "the last different ones that fit")
    return NOTHING

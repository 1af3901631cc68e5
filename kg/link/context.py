"""What an article has spoken of so far, in the order of its text, and what its names hold within them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.link.clusters import Cluster
from kg.link.forms import form
from kg.link.lexicon import region_characters, region_core
from kg.model import Sentence, Span
from kg.vocabulary import INSTITUTION_TYPES

# How far back an anaphor may reach, in mentions: readers do not reach farther, and it keeps the work linear.
REACH = 60
# Bare heads that need not be in the name: a company's name may lack 公司, a meeting's 会议.
LOOSE_HEADS = frozenset(
    {"公司", "集团", "企业", "项目", "基地", "大会", "会议", "论坛", "峰会", "活动", "协议", "园区"}
)
PARTIES = frozenset({"Park", "Region", *INSTITUTION_TYPES})
_JOINED = re.compile(
    r"\s{0,2}(?:[(（][^()（）]{0,40}[)）])?[”》]?\s{0,2}"
    r"(?:[、，,]?(?:和|与|及|同|跟|以及|携手|联合|联手|会同|牵手|对接|分别与|分别同|分别和)|[、·—～-])?\s{0,2}[“《]?"
)
_SIGNS = re.compile(r"签[署订约下]|共建|合作|携手|联手|结对|牵手|缔结|达成|对接")
_HELD = re.compile(r"[^。；！？\n]{0,25}?(?:召开|举行|举办|开幕|启幕|闭幕|落幕|登场|拉开|开启|启动|开到)")
_TAIL = re.compile(r"(?:项目|工程|活动)$")
# What names its parties in its own name: 重庆市沙坪坝区·成都市武侯区…党政联席会.
_NAMING_PARTIES = frozenset({"Event", "Agreement", "Alliance", "Policy"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention that names a cluster, at `start`..`end`, in the sentence numbered `sentence`.

    `held`: an event that is told to take place here. `within`: named only within another's name. `group`: one of
    several that one word stands for (八市), and `score` how sure that was.
    """

    start: int
    end: int
    sentence: int
    cluster: Cluster
    held: bool = False
    within: bool = False
    group: bool = False
    score: float = 1.0


class Context:
    """The mentions read so far (`seen`), all that have a name of their own (`named`, those to come too), the text."""

    def __init__(self, text: str, sentences: Sequence[Sentence], named: Iterable[tuple[Span, Cluster]]) -> None:
        self.text = text
        self.starts = [sentence.span.start for sentence in sentences]
        self.sentences = sentences
        self.seen: list[Seen] = []
        self.signing: dict[int, bool] = {}
        # How many mentions, other than of groups, were seen; what was made out, and when.
        self.version = 0
        self.memory: dict[object, tuple[int, Any]] = {}
        self.said: dict[str, tuple[Cluster, ...]] = {}
        self.named = [Seen(s.start, s.end, self.sentence_at(s.start), c) for s, c in named]
        self.bearers = _bearers(seen.cluster for seen in self.named)
        self.within = _Within([seen.cluster for seen in self.named])

    def sentence_at(self, position: int) -> int:
        """The number of the sentence at a position, -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def add(self, span: Span, cluster: Cluster, group: bool = False, score: float = 1.0) -> None:
        """The article has now named (or, by a `group` word, meant) `cluster`."""
        self.version += not group
        held = cluster.best_type() == "Event" and _HELD.match(self.text, span.end) is not None
        self.seen.append(Seen(span.start, span.end, self.sentence_at(span.start), cluster, held, False, group, score))

    def recent(self) -> list[Seen]:
        """The last mentions, as far back as a reader reaches, in text order."""
        return self.seen[-REACH:]

    def recent_with_names_within(self, regions_only: bool) -> list[Seen]:
        """The same with the parties named within their names: regions in those of institutions (四川省科技厅), and any
        party in those of events and agreements."""
        found = []
        for seen in self.recent():
            found.append(seen)
            kind = seen.cluster.best_type()
            for cluster in self.within.of(seen.cluster):
                region = cluster.best_type() == "Region"
                if (region and kind not in ("Region", "Industry")) if regions_only else kind in _NAMING_PARTIES:
                    found.append(Seen(seen.start, seen.end, seen.sentence, cluster, within=True))
        return found

    def ahead(self, position: int) -> Iterator[Seen]:
        """The mentions with a name of their own from a position on, in text order."""
        first = bisect_left(self.named, position, key=lambda seen: seen.start)
        yield from self.named[first : first + REACH]

    def nearest(
        self, position: int, kinds: frozenset[str], ends: tuple[str, ...], held: bool = False
    ) -> Cluster | None:
        """The thing named last, of one of these kinds, one of whose names ends in one of `ends` (empty: any).

        Of the things that an earlier sentence names the first is taken, for it is what the sentence is about.
        """
        here = self.sentence_at(position)
        best: Seen | None = None
        for seen in reversed(self.recent()):
            if best is not None and (seen.sentence != best.sentence or best.sentence == here):
                break
            if seen.cluster.best_type() in kinds and ends_in(seen.cluster, ends) and (seen.held or not held):
                best = seen
        return best.cluster if best else None

    def is_signing(self, number: int) -> bool:
        """True where the sentence of this number tells of a signing or a joint undertaking."""
        if number < 0:
            return False
        if number not in self.signing:
            span = self.sentences[number].span
            found = _SIGNS.search(self.text, span.start, min(span.end, span.start + 400))
            self.signing[number] = found is not None
        return self.signing[number]

    def runs(self, fitting: Iterable[Seen]) -> list[list[Seen]]:
        """The mentions in runs of such as are named together (A、B和C), in text order."""
        runs: list[list[Seen]] = []
        for seen in fitting:
            if runs and self._joined(runs[-1][-1], seen):
                runs[-1].append(seen)
            else:
                runs.append([seen])
        return runs

    def _joined(self, first: Seen, second: Seen) -> bool:
        if second.start < first.end:
            return second.start == first.start
        if first.group or second.group:
            return False
        return second.start - first.end < 50 and _JOINED.fullmatch(self.text, first.end, second.start) is not None


class _Within:
    """Which clusters' names stand within another's."""

    def __init__(self, clusters: Iterable[Cluster]) -> None:
        self.owner: dict[str, Cluster] = {}
        self.found: dict[int, tuple[Cluster, ...]] = {}
        for cluster in clusters:
            if cluster.best_type() in PARTIES:
                for name in cluster.names:
                    if len(key := form(name).normal) > 1:
                        self.owner.setdefault(key, cluster)
        self.names = list(self.owner)
        self.search = self._search() if self.names else None

    def _search(self) -> object:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        # The automaton that is built fastest: few names, and little text.
        return AhoCorasick(
            self.names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.NoncontiguousNFA
        )

    def of(self, cluster: Cluster) -> tuple[Cluster, ...]:
        """The other clusters named within this one's full name, in order."""
        if id(cluster) not in self.found:
            hits = self.search.find_matches_as_indexes(cluster.form.normal) if self.search else []  # type: ignore[attr-defined]
            owners = [self.owner[self.names[index]] for index, _, _ in hits]
            self.found[id(cluster)] = tuple({id(o): o for o in owners if o is not cluster}.values())
        return self.found[id(cluster)]


def _bearers(clusters: Iterable[Cluster]) -> dict[str, Cluster]:
    """A character -> the first region of the article whose name bears it, or for which it stands (渝)."""
    found: dict[str, Cluster] = {}
    cores = {region_core(name): c for c, names in region_characters().items() for name in names}
    for cluster in {id(c): c for c in clusters if c.best_type() == "Region"}.values():
        for name in cluster.names:
            own = (cores[core],) if (core := region_core(name)) in cores else ()
            for character in (*own, *name[:4]):
                found.setdefault(character, cluster)
    return found


def bears(cluster: Cluster, character: str) -> bool:
    """True where a name of it bears the region character, or the name that the character stands for (渝)."""
    cores = [region_core(name) for name in region_characters().get(character, ())]
    return any(character in name[:4] or any(core in name for core in cores) for name in cluster.names)


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

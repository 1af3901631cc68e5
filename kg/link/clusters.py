"""Names of one article -> the things they name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.lang import normal_name, tidy_name
from kg.link.forms import Form, compatible, form
from kg.link.lexicon import region_core
from kg.link.shortening import implied
from kg.model import Mention

# The most longer names that one short form is compared with: keeps hostile texts linear.
_CANDIDATES = 64
# Characters of levels: 扶风县 may be short for 陕西扶风, which lacks its own.
_LEVELS = frozenset("省市区县州盟旗镇乡")
# A second candidate within this distance of the best makes a short form ambiguous.
_CLEAR = 0.05


@dataclass(slots=True)
class Cluster:
    """A thing in the making: its forms (the first full one leads), votes for its types, its mentions' indices."""

    names: list[str]
    form: Form
    votes: Counter[str] = field(default_factory=Counter)
    mentions: list[int] = field(default_factory=list)
    reasons: dict[str, tuple[float, str]] = field(default_factory=dict)
    local: bool = False
    parties: frozenset[int] = frozenset()
    _types: frozenset[str] | None = None  # what the votes told when they were counted last
    _best: str = ""

    @property
    def types(self) -> frozenset[str]:
        if self._types is None:
            self._types = frozenset(self.votes)
        return self._types

    def best_type(self) -> str:
        """The type with the most votes; of equals the one seen first."""
        if not self._best:
            self._best = max(self.votes, key=self.votes.__getitem__)
        return self._best

    def add_votes(self, votes: Mapping[str, float]) -> None:
        """Count further votes."""
        for kind, much in votes.items():
            self.votes[kind] += much  # type: ignore[assignment]
        self._types, self._best = None, ""

    def take(self, other: Cluster, score: float, reason: str) -> None:
        """Everything of `other` becomes part of this one; its names are forms of this one's."""
        for name in other.names:
            if name not in self.names:
                self.names.append(name)
            self.reasons[normal_name(name)] = (score, reason)
        self.add_votes(other.votes)
        self.mentions += other.mentions


def vote(cluster: Cluster, mention: Mention) -> None:
    """Count a mention's types, the best with its confidence, the others it may be with little."""
    cluster.add_votes({mention.kind: mention.confidence})
    for kind in mention.also:
        cluster.add_votes({kind: 0.01 * mention.confidence})


def by_name(mentions: Sequence[Mention], indices: Iterable[int]) -> dict[str, Cluster]:
    """One cluster for each different name (as names are compared), in the order of the text."""
    clusters: dict[str, Cluster] = {}
    for index in indices:
        name = tidy_name(mentions[index].name)
        key = normal_name(name)
        if not key:
            continue
        cluster = clusters.setdefault(key, Cluster([name], form(name)))
        if name not in cluster.names:
            cluster.names.append(name)
        cluster.mentions.append(index)
        vote(cluster, mentions[index])
    return clusters


class Merger:
    """Lets every short form find the longer name it stands for, among names of the same article."""

    def __init__(self, clusters: dict[str, Cluster]) -> None:
        self.clusters = clusters
        self.root: dict[str, str] = {}
        regions = [c.form.normal for c in clusters.values() if c.best_type() == "Region"]
        self.places = frozenset({r for n in regions if len(n) > 1 for r in (n, region_core(n))})
        self.index: dict[str, list[str]] = defaultdict(list)
        for key, cluster in clusters.items():
            for character in set(cluster.form.reduced):
                self.index[character].append(key)

    def find(self, key: str) -> str:
        """The name that `key` has become a form of, at the end of the chain."""
        while key in self.root:
            key = self.root[key]
        return key

    def join(self, short: str, long: str, score: float, reason: str) -> None:
        """Make `short` a form of `long`."""
        short, long = self.find(short), self.find(long)
        if short != long:
            self.clusters[long].take(self.clusters[short], score, reason)
            self.root[short] = long

    def run(self) -> None:
        """Join every name with the one longer name that it is clearly a short form of, the longest first."""
        for key in sorted(self.clusters, key=lambda k: (-len(self.clusters[k].form.reduced), -len(k))):
            if key in self.root or self.clusters[key].form.generic:
                continue
            ranked = self.candidates(key)
            if ranked and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] > _CLEAR):
                score, long, reason = ranked[0]
                self.join(key, long, score, f"{reason}: {self.clusters[self.find(long)].names[0]}")

    def candidates(self, key: str) -> list[tuple[float, str, str]]:
        """(score, name, reason) of the things that `key` may stand for, the best first, one row a thing."""
        cluster = self.clusters[key]
        best: dict[str, tuple[float, str, str]] = {}
        for other in self._longer(key):
            root = self.find(other)
            long = self.clusters[other]
            if root == self.find(key) or not compatible(cluster.types, self.clusters[root].types):
                continue
            kinds = {cluster.best_type(), long.best_type()}
            types = frozenset(kinds & cluster.types & long.types or kinds)
            found = implied(cluster.form, long.form, types, self.places)
            if found and (root not in best or found[0] > best[root][0]):
                best[root] = (found[0], root, found[1])
        return sorted(best.values(), key=lambda row: (-row[0], self.clusters[row[1]].mentions[:1]))

    def _longer(self, key: str) -> list[str]:
        short = self.clusters[key].form
        if len(short.normal) == 1:
            return [k for k, c in self.clusters.items() if k != key and c.votes and c.best_type() == "Region"]
        # The rarest character's names: few even in long articles.
        telling = set(short.reduced) - _LEVELS or set(short.reduced)
        names = min((self.index[character] for character in sorted(telling)), key=len, default=[])
        longer = [
            name for name in names
            if name != key and (len(self.clusters[name].form.reduced), len(name)) >= (len(short.reduced), len(key))
        ]  # fmt: skip
        return longer[:_CANDIDATES]

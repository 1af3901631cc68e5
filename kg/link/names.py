"""Entity mentions -> clusters: names, declared short forms, and words without a name of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.lang import normal_name, tidy_name
from kg.link.clusters import Cluster, Merger, by_name, vote
from kg.link.context import LOOSE_HEADS, Context, ends_in
from kg.link.declared import Declared, declared
from kg.link.forms import compatible, form
from kg.link.shortening import implied
from kg.model import Mention, Span
from kg.vocabulary import ENTITY_TYPES, INSTITUTION_TYPES

_PARTIES = frozenset({"Park", "Region", "Fund", *INSTITUTION_TYPES})
_TITLE_MARKS = frozenset('《“「『〈"')
_FEW = 10
_SIGNING = ("签", "达成", "缔结", "订立")


@dataclass(frozen=True, slots=True)
class Alias:
    """A declared short form: from where in the text it holds, and what it stands for (several for 统称)."""

    position: int
    clusters: tuple[Cluster, ...]
    rule: str


class Names:
    """What the names of one article stand for."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.mentions = mentions
        self.nameless: set[int] = set()
        self.aliases: dict[str, list[Alias]] = {}
        self.cluster_of: dict[int, Cluster] = {}
        self.open: dict[int, list[Cluster]] = {}
        self.established: dict[str, Cluster] = {}
        self.pending: dict[int, list[Declared]] = {}
        self._build()

    def _build(self) -> None:
        entity = [i for i, m in enumerate(self.mentions) if m.kind in ENTITY_TYPES]
        known = list(declared(self.text, [self.mentions[i] for i in entity]))
        self.nameless = {i for i in entity if is_nameless(self.mentions[i], self.text)}
        clusters = by_name(self.mentions, (i for i in entity if i not in self.nameless))
        merger = Merger(clusters)
        self._join_declared(known, entity, clusters, merger)
        merger.run()
        for key, cluster in clusters.items():
            root = clusters[merger.find(key)]
            for index in root.mentions:
                self.cluster_of[index] = root
            if key not in merger.root and len(ranked := merger.candidates(key)) > 1:
                self.open.update({i: [clusters[name] for _, name, _ in ranked] for i in cluster.mentions})
        self._note_aliases(known, entity, clusters, merger)

    def _join_declared(
        self, known: Sequence[Declared], entity: Sequence[int], clusters: dict[str, Cluster], merger: Merger
    ) -> None:
        for alias in known:
            long, short = normal_name(self.mentions[entity[alias.mentions[-1]]].name), normal_name(alias.name)
            if len(alias.mentions) != 1 or long not in clusters:
                continue
            if short in clusters:
                same = compatible(clusters[short].types, clusters[long].types)
                first, second = (short, long) if len(short) <= len(long) else (long, short)
                if same:
                    merger.join(first, second, 0.97, f"{alias.rule}: {alias.name}")
            elif alias.name not in (names := clusters[merger.find(long)].names):
                names.append(alias.name)

    def _note_aliases(
        self, known: Sequence[Declared], entity: Sequence[int], clusters: dict[str, Cluster], merger: Merger
    ) -> None:
        for alias in known:
            indices = [entity[i] for i in alias.mentions]
            things = tuple(self.cluster_of[i] for i in indices if i in self.cluster_of)
            if len(indices) == 1 and indices[0] in self.nameless:
                self.pending.setdefault(indices[0], []).append(alias)
            elif len(things) == len(indices):
                key = normal_name(alias.name)
                self.aliases.setdefault(key, []).append(Alias(alias.short.start, things, alias.rule))

    def full(self) -> list[Cluster]:
        """The things that have a name of their own, in the order of the text."""
        return list({id(self.cluster_of[i]): self.cluster_of[i] for i in sorted(self.cluster_of)}.values())

    def settle(self, index: int, cluster: Cluster) -> None:
        """A nameless mention is now known to mean `cluster`, and so are the short forms declared behind it."""
        for alias in self.pending.get(index, ()):
            rows = self.aliases.setdefault(normal_name(alias.name), [])
            rows.append(Alias(alias.short.start, (cluster,), alias.rule))

    def declared_at(self, name: str, position: int) -> Alias | None:
        """What the text has declared this short form to mean: the last declaration before, else the first after."""
        rows = self.aliases.get(normal_name(name), [])
        before = [row for row in rows if row.position <= position]
        return before[-1] if before else (rows[0] if rows else None)

    def missed(self, covered: Sequence[Span]) -> Iterator[tuple[Span, Alias]]:
        """Places outside `covered` (in order) where a declared short form stands again."""
        taken = bytearray(len(self.text))
        for span in covered:
            taken[span.start : span.end] = b"\x01" * len(span)
        for key in sorted(self.aliases, key=lambda k: (-len(k), k)):
            name = next(iter(self._written(key)), key)
            start = self.text.find(name)
            while start >= 0 and len(name) > 1:
                span = Span(start, start + len(name))
                if not any(taken[span.start : span.end]) and (alias := self.declared_at(key, start)):
                    taken[span.start : span.end] = b"\x01" * len(span)
                    yield span, alias
                start = self.text.find(name, start + len(name))

    def _written(self, key: str) -> Iterator[str]:
        for alias in self.aliases[key]:
            for cluster in alias.clusters:
                yield from (name for name in cluster.names if normal_name(name) == key)


def is_nameless(mention: Mention, text: str) -> bool:
    """True for a word without a name of its own: marked untitled, put together from general words alone, or an
    agreement told of in a few words, neither as a title nor with a place (品种许可合同)."""
    own = form(mention.name)
    if "untitled" in mention.marks or own.generic:
        return True
    titled = "title" in mention.marks or text[max(0, mention.span.start - 1) : mention.span.start] in _TITLE_MARKS
    return mention.kind == "Agreement" and not titled and len(own.normal) <= _FEW and not own.place


def refer_back(
    index: int, names: Names, context: Context, parties: frozenset[int]
) -> tuple[Cluster, float, str] | None:
    """The thing that a nameless mention refers back to, with score and reason; None where it is a new one.

    `parties` are the ids of the clusters that its own sentence names: a signing with others is another signing.
    """
    mention = names.mentions[index]
    name, at = mention.name, mention.span.start
    if (alias := names.declared_at(name, at)) and len(alias.clusters) == 1:
        return alias.clusters[0], 0.97, f"{alias.rule}: {name}"
    established = names.established.get(form(name).normal)
    if established and mention.kind not in ("Agreement", "Event", "Project") and not established.local:
        return established, 0.85, f"as before: {established.names[0]}"
    for cluster in _before(names, context, mention):
        if mention.kind == "Agreement" and _signs_anew(names.text, at) and _other_parties(cluster, parties):
            continue
        return cluster, 0.8, f"refers back: {cluster.names[0]}"
    ahead = [c for c in names.full() if _fits(mention, c)]
    if len(ahead) == 1 and mention.kind != "Agreement":
        return ahead[0], 0.7, f"the only one that ends so: {ahead[0].names[0]}"
    return None


def _before(names: Names, context: Context, mention: Mention) -> Iterator[Cluster]:
    """What a nameless mention may refer back to: things that end so, the last named first; then, for words that
    any name may go without (园区, 公司, 大会), the last named of the type."""
    for seen in reversed(context.seen[-40:]):
        if _fits(mention, seen.cluster):
            yield seen.cluster
    if mention.name in LOOSE_HEADS:
        for seen in reversed(context.seen[-10:]):
            if seen.cluster.best_type() == mention.kind:
                yield seen.cluster


def _fits(mention: Mention, cluster: Cluster) -> bool:
    """True where a nameless mention can be the end of the cluster's name, and no number of it speaks against it."""
    own = form(mention.name)
    ends = tuple({own.normal, own.reduced, own.head if own.head == own.normal else own.normal})
    kinds = frozenset({mention.kind, *mention.also})
    if not compatible(kinds, cluster.types) or set(own.marks) - set(cluster.form.marks):
        return False
    return ends_in(cluster, ends) or (not own.generic and implied(own, cluster.form, kinds, frozenset()) is not None)


def _signs_anew(text: str, at: int) -> bool:
    clause = _clause_before(text, at)
    return any(word in clause for word in _SIGNING)


def _clause_before(text: str, at: int) -> str:
    """The words between the last punctuation and `at`."""
    start = max(text.rfind(mark, max(0, at - 60), at) for mark in "，。；！？\n") + 1
    return text[max(start, at - 60) : at]


def _other_parties(cluster: Cluster, parties: frozenset[int]) -> bool:
    return bool(parties) and not (cluster.parties & parties)


def new_local(mention: Mention, parties: frozenset[int]) -> Cluster:
    """A thing of this article only."""
    name = tidy_name(mention.name)
    cluster = Cluster([name], form(name), local=True, parties=parties)
    vote(cluster, mention)
    return cluster

"""The linker: one walk through the article, in which every mention finds what it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.lang import normal_name, tidy_name
from kg.link.anaphora import Anaphor, find
from kg.link.antecedents import resolve
from kg.link.clusters import Cluster, vote
from kg.link.context import Context
from kg.link.names import Names, new_local, refer_back
from kg.model import ANAPHOR, Article, Entity, Link, Linking, Mention, Sentence, Span
from kg.vocabulary import ENTITY_TYPES, INSTITUTION_TYPES

_PARTIES = frozenset({"Park", "Region", "Fund", *INSTITUTION_TYPES})
_TO_SIMPLE = re.compile(r"[\"'“”‘’「」『』《》〈〉]")


def link(article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Linking:
    """Link every mention of an article to what it stands for.

    `mentions`: those of entities do not overlap. Out come one entity for each thing that a mention names; a link for
    each mention of an entity; links of the words found here that stand for others (kind ANAPHOR, or the entity's type
    for a declared short form), one for each thing they stand for, `entity_id` None where undecided; and one without
    entity for each time, sum and area. In text order.
    """
    ordered = sorted(mentions, key=lambda m: (m.span, m.kind))
    return _Walk(article, sentences, ordered).linking()


class _Walk:
    def __init__(self, article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
        self.article = article
        self.mentions = mentions
        self.names = Names(article.text, mentions)
        named = [(mentions[index].span, cluster) for index, cluster in sorted(self.names.cluster_of.items())]
        self.context = Context(article.text, sentences, named)
        self.clusters: dict[int, Cluster] = {}
        self.rows: list[tuple[Mention, Cluster | None, float, tuple[str, ...]]] = []
        self.in_sentence = self._parties_by_sentence()

    def linking(self) -> Linking:
        """Walk through the text, then name the entities."""
        covered = sorted(m.span for m in self.mentions if m.kind in ENTITY_TYPES)
        steps: list[tuple[int, int, int, object]] = [(m.span.start, 1, i, i) for i, m in enumerate(self.mentions)]
        again = list(self.names.missed(covered))
        steps += [(span.start, 0, i, (span, alias)) for i, (span, alias) in enumerate(again)]
        taken = sorted([*covered, *(span for span, _ in again)])
        steps += [(a.span.start, 2, i, a) for i, a in enumerate(find(self.article.text, taken))]
        for *_, step in sorted(steps, key=lambda s: s[:3]):
            if isinstance(step, int):
                self._mention(step)
            elif isinstance(step, Anaphor):
                self._anaphor(step)
            else:
                self._declared_again(*step)  # type: ignore[misc]
        ids = _identify(self.article, list(self.clusters.values()))
        links = tuple(
            Link(mention, ids[id(cluster)].id if cluster else None, round(score, 4), reasons)
            for mention, cluster, score, reasons in self.rows
        )
        return Linking(tuple(ids[key] for key in self.clusters), links)

    def _parties_by_sentence(self) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for index, cluster in self.names.cluster_of.items():
            if cluster.best_type() in _PARTIES:
                found[self.context.sentence_at(self.mentions[index].span.start)].add(id(cluster))
        return {number: frozenset(ids) for number, ids in found.items()}

    def _mention(self, index: int) -> None:
        mention = self.mentions[index]
        if mention.kind not in ENTITY_TYPES:
            self.rows.append((mention, None, 1.0, ("stands for itself",)))
            return
        if index in self.names.nameless:
            cluster, score, reason = self._nameless(index)
        else:
            cluster, score, reason = self._named(index)
        self._note(mention, (cluster,), score, reason)

    def _named(self, index: int) -> tuple[Cluster, float, str]:
        mention = self.mentions[index]
        cluster = self.names.cluster_of.get(index)
        if cluster is None:
            return new_local(mention, frozenset()), 0.3, "no name"
        for candidate in self.names.open.get(index, ()):
            if any(seen.cluster is candidate for seen in self.context.seen[-10:]):
                return candidate, 0.6, f"one of several it may be short for, named last: {candidate.names[0]}"
        score, reason = cluster.reasons.get(normal_name(mention.name), (1.0, "its name"))
        return cluster, score, reason

    def _nameless(self, index: int) -> tuple[Cluster, float, str]:
        mention = self.mentions[index]
        parties = self.in_sentence.get(self.context.sentence_at(mention.span.start), frozenset())
        found = refer_back(index, self.names, self.context, parties)
        if found is None:
            cluster = new_local(mention, parties)
            self.names.settle(index, cluster)
            return cluster, 0.9, "a thing of this article without a name of its own"
        self.names.settle(index, found[0])
        name = tidy_name(mention.name)
        self.names.established.setdefault(normal_name(name), found[0])
        if name not in found[0].names:
            found[0].names.append(name)
        if found[0].local:
            vote(found[0], mention)
        return found

    def _declared_again(self, span: Span, alias: object) -> None:
        clusters = alias.clusters  # type: ignore[attr-defined]
        kind = clusters[0].best_type() if len(clusters) == 1 else ANAPHOR
        mention = Mention(span, self.article.text[span.start : span.end], kind, "link/declared", confidence=0.95)
        self._note(mention, clusters, 0.95, f"{alias.rule}: {mention.surface}")  # type: ignore[attr-defined]

    def _anaphor(self, anaphor: Anaphor) -> None:
        meaning = resolve(anaphor, self.context)
        if not meaning.clusters and anaphor.row.resolve in ("bare", "event"):
            return
        span = anaphor.span
        mention = Mention(span, self.article.text[span.start : span.end], ANAPHOR, f"anaphora/{anaphor.row.name}")
        self._note(mention, meaning.clusters, meaning.score, meaning.reason)

    def _note(self, mention: Mention, clusters: Sequence[Cluster], score: float, reason: str) -> None:
        for cluster in clusters:
            self.clusters.setdefault(id(cluster), cluster)
            self.context.add(mention.span, cluster, len(clusters) > 1, score)
            self.rows.append((mention, cluster, score, (reason,)))
        if not clusters:
            self.rows.append((mention, None, 0.0, (reason,)))


def identifier(name: str) -> str:
    """The readable identifier of a name: the same for the same name in any article.

    >>> identifier("西部（重庆）科学城"), identifier("“双昌”产业 大道"), identifier("Park  of Tech")
    ('西部(重庆)科学城', '双昌产业大道', 'Park_of_Tech')
    """
    plain = unicodedata.normalize("NFKC", _TO_SIMPLE.sub("", tidy_name(name)))
    return re.sub(r"\s+", "", re.sub(r"(?<=[A-Za-z0-9])\s+(?=[A-Za-z0-9])", "_", plain))


def _identify(article: Article, clusters: Sequence[Cluster]) -> dict[int, Entity]:
    counts: Counter[str] = Counter()
    found = {}
    for cluster in clusters:
        best = cluster.best_type()
        types = (best, *(t for t, _ in cluster.votes.most_common() if t != best))
        names = _names(cluster)
        name = identifier(names[0]) or "?"
        key = f"a/{article.id}/{name}" if cluster.local else name
        counts[key] += 1
        if cluster.local or counts[key] > 1:
            key = f"{key}-{counts[key]}"
        found[id(cluster)] = Entity(key, types, names, cluster.local)
    return found


def _names(cluster: Cluster) -> tuple[str, ...]:
    """The full name first, the others in the order of the text; of two ways to write one name only the first."""
    seen: dict[str, str] = {}
    for name in cluster.names:
        seen.setdefault(normal_name(name), name)
    return tuple(seen.values())

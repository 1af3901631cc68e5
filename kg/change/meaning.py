"""What the articles mean together: resolution, copies, fused values, judged claims; and each article's part in it."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.change.claims import about, claim_views
from kg.rdf import entity_iri
from kg.rdf.across import ConflictRow, DecisionRow, across_quads
from kg.rdf.resolved import Node, Part
from kg.resolve import Profile, Resolution, Stale, resolve
from kg.resolve.fusion import Fusion, Told, fuse
from kg.resolve.judgements import CLAIM_VERBS, Judgements
from kg.resolve.syndication import near_duplicates
from kg.resolve.verdicts import addressed, verdicts

if TYPE_CHECKING:
    from kg.store.extracts import Extracts

_FORM = 1  # raise it when the same part is to give another graph


@dataclass(slots=True)
class Read:
    """What is known of one article: as `Extract`, without its words."""

    iri: str
    id: str
    mark: str
    profiles: tuple[Profile, ...]
    told: list[list[str]]
    published: str | None


@dataclass
class Meaning:
    """Everything that was decided across the articles of one namespace."""

    base: str
    extracts: Extracts
    judgements: Judgements
    articles: dict[str, Read] = field(default_factory=dict)
    resolution: Resolution = field(default_factory=lambda: Resolution({}))
    clusters: tuple[tuple[str, ...], ...] = ()
    fusion: Fusion = field(default_factory=Fusion)
    # article id -> claim -> accepted or rejected
    verdicts: dict[str, dict[str, bool]] = field(default_factory=dict)
    stale: tuple[Stale, ...] = ()

    @cached_property
    def _retyped(self) -> dict[str, tuple[str, ...]]:
        """Canonical id -> the types that a judgement gives it: they are none that its articles give, or not all."""
        given: dict[str, set[str]] = {}
        for read in self.articles.values():
            for profile in read.profiles:
                given.setdefault(self.resolution.canonical[read.id, profile.entity].id, set()).update(profile.types)
        return {
            thing.id: thing.types for thing in self.resolution.canonical.values() if set(thing.types) != given[thing.id]
        }

    def iri(self, thing: str, local: bool | None = None) -> str:
        """The IRI of a thing by its canonical id, or by the id that it has by itself."""
        if local is None:
            local = self._local.get(thing, thing.startswith("a/"))
        return entity_iri(thing, local, self.base)

    @cached_property
    def _local(self) -> dict[str, bool]:
        own = {profile.entity: profile.local for read in self.articles.values() for profile in read.profiles}
        return own | {thing.id: thing.local for thing in self.resolution.canonical.values()}

    def nodes(self, read: Read) -> dict[str, Node]:
        """Raw IRI -> node of every thing of an article."""
        found = {}
        for profile in read.profiles:
            thing = self.resolution.canonical[read.id, profile.entity]
            name = thing.names[0] if thing.names else profile.names[0]
            node = Node(self.iri(thing.id, thing.local), name, self._retyped.get(thing.id, ()))
            found[entity_iri(profile.entity, profile.local, self.base)] = node
        return found

    def is_retyped(self, iri: str) -> bool:
        """True where a judgement gives a thing of the article its types."""
        retyped, canonical = self._retyped, self.resolution.canonical
        read = self.articles[iri]
        return bool(retyped) and any(canonical[read.id, p.entity].id in retyped for p in read.profiles)

    def part(self, iri: str) -> Part:
        """What touches one article."""
        read = self.articles[iri]
        judged = self.verdicts.get(read.id, {})
        fused = self.fusion.values
        return Part(
            self.nodes(read),
            {claim: fused[claim] for claim, *_ in read.told if claim in fused},
            frozenset(claim for claim, accepted in judged.items() if accepted),
            frozenset(claim for claim, accepted in judged.items() if not accepted),
        )

    def fingerprint(self, iri: str, part: Part) -> str:
        """From what the article's graph is made, in short."""
        nodes = sorted((raw, node.iri, node.name, node.types) for raw, node in part.nodes.items())
        said: list[Any] = [_FORM, self.articles[iri].mark or _digest(self.extracts.triples(iri)), nodes]
        said += [sorted(part.values.items()), sorted(part.accepted), sorted(part.rejected)]
        return _digest(json.dumps(said).encode())

    @property
    def originals(self) -> dict[str, str]:
        """IRI of a copy -> IRI of the article of its cluster that was published first."""
        by_id = {read.id: read for read in self.articles.values()}
        found: dict[str, str] = {}
        for cluster in self.clusters:
            first, *copies = sorted((by_id[name] for name in cluster), key=lambda r: (r.published or "9999", r.id))
            found.update((copy.iri, first.iri) for copy in copies)
        return found

    def across(self) -> list[Any]:
        """The quads of the graph of what was decided."""
        decisions = (
            DecisionRow(self.iri(d.left), self.iri(d.right), d.left_name, d.right_name, d.verdict, d.score, d.reasons,
                        d.by)
            for d in self.resolution.decisions
        )  # fmt: skip
        merged = {
            self.iri(thing): map(self.iri, members)
            for thing, members in self.resolution.members.items()
            if len(members) > 1
        }
        conflicts = (
            ConflictRow(self.iri(c.subject), c.predicate, tuple(claim for _, claims in c.values for claim in claims))
            for c in self.fusion.conflicts
        )
        return list(across_quads(self.base, decisions, merged, self.originals, conflicts))


def meaning(extracts: Extracts, base: str, judgements: Judgements) -> Meaning:
    """Decide everything anew; the articles' words are read only where claims of theirs are judged."""
    found = Meaning(base, extracts, replace(judgements, base=base))
    signatures = {}
    shared: dict[Any, Any] = {}
    for iri, mark, notes in extracts.notes(base):
        profiles = tuple(Profile.fromdict(profile, shared) for profile in notes["profiles"])
        read = Read(iri, notes["id"], mark, profiles, notes["told"], notes["published"])
        found.articles[iri] = read
        signatures[read.id] = array("L", notes["signature"])
    found.resolution = resolve(_profiles(found.articles), found.judgements)
    found.clusters = near_duplicates(signatures)
    told, types = list(_told(found)), _types(found.resolution)
    found.fusion = fuse(told, types)
    found.stale = found.resolution.stale
    if found.judgements.of(*CLAIM_VERBS):
        _judge(found)
        rejected = {claim for judged in found.verdicts.values() for claim, yes in judged.items() if not yes}
        found.fusion = fuse((one for one in told if one.claim not in rejected), types)
    return found


def _profiles(articles: Mapping[str, Read]) -> Iterator[Profile]:
    for read in articles.values():
        yield from read.profiles


def _types(resolution: Resolution) -> dict[str, str]:
    return {thing.id: thing.types[0] for thing in resolution.canonical.values() if thing.types}


def _told(found: Meaning) -> Iterator[Told]:
    for read in found.articles.values():
        if not read.told:
            continue
        things = {
            entity_iri(profile.entity, profile.local, found.base): found.resolution.canonical[
                read.id, profile.entity
            ].id
            for profile in read.profiles
        }
        for claim, subject, predicate, lexical, datatype, modality in read.told:
            if subject in things:
                yield Told(claim, things[subject], predicate, (lexical, datatype), modality)


def _judge(found: Meaning) -> None:
    """Find the claims that people have accepted or rejected, and the rows that find none."""
    matched = set()
    for read in found.articles.values():
        if not (rows := about(found.judgements, read.id)):
            continue
        views = claim_views(found, read)
        judged = verdicts(found.judgements, views)
        found.verdicts[read.id] = {claim: verdict.accepted for claim, verdict in judged.items()}
        matched |= {row for row in rows if addressed(row, views, found.base)}
    stale = [
        Stale(row.verb, row.left, row.right, "no claim of an article says this (any more)")
        for row in found.judgements.of(*CLAIM_VERBS)
        if row not in matched
    ]
    found.stale = tuple(sorted((*found.resolution.stale, *stale)))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

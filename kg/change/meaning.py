"""What the articles mean together: resolution, copies, fused values, judged claims; and each article's part in it."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

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


class Read(NamedTuple):
    """What is known of one article: as `Extract`, without its words and its things. Of a hundred thousand articles
    these are in memory together, and what stands in the extracts is looked up there."""

    iri: str
    id: str
    mark: str
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
    # article IRI -> its claims that are evidence for a more precise value
    fused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # id of a thing by itself -> whether it is local, where that is not plain from the id
    locals: dict[str, bool] = field(default_factory=dict)
    # article id -> claim -> accepted or rejected
    verdicts: dict[str, dict[str, bool]] = field(default_factory=dict)
    stale: tuple[Stale, ...] = ()

    @cached_property
    def _retyped(self) -> dict[str, tuple[str, ...]]:
        """Canonical id -> the types that a judgement gives it: they are none that its articles give, or not all."""
        if not self.judgements.retypes:
            return {}
        given: dict[str, set[str]] = {}
        for read in self.articles.values():
            for profile in self.profiles(read):
                given.setdefault(self.resolution.canonical[read.id, profile.entity].id, set()).update(profile.types)
        return {
            thing.id: thing.types for thing in self.resolution.canonical.values() if set(thing.types) != given[thing.id]
        }

    def iri(self, thing: str, local: bool | None = None) -> str:
        """The IRI of a thing by its canonical id, or by the id that it has by itself."""
        if local is None:
            local = self._local.get(thing, _plainly_local(thing))
        return entity_iri(thing, local, self.base)

    @cached_property
    def _local(self) -> dict[str, bool]:
        found = dict(self.locals)
        for thing in self.resolution.canonical.values():
            _note_local(found, thing.id, thing.local)
        return found

    def profiles(self, read: Read) -> Iterator[Profile]:
        """What resolution knows of the things of an article."""
        return map(Profile.fromdict, self.extracts.notes_of(read.iri)["profiles"])

    def nodes(self, read: Read) -> dict[str, Node]:
        """Raw IRI -> node of every thing of an article."""
        found = {}
        for profile in self.extracts.notes_of(read.iri)["profiles"]:
            thing = self.resolution.canonical[read.id, profile["entity"]]
            name = thing.names[0] if thing.names else profile["names"][0]
            node = Node(self.iri(thing.id, thing.local), name, self._retyped.get(thing.id, ()))
            found[_iri_of(profile, self.base)] = node
        return found

    def is_retyped(self, iri: str) -> bool:
        """True where a judgement gives a thing of the article its types."""
        retyped, canonical, read = self._retyped, self.resolution.canonical, self.articles[iri]
        return bool(retyped) and any(canonical[read.id, p.entity].id in retyped for p in self.profiles(read))

    def part(self, iri: str) -> Part:
        """What touches one article."""
        read = self.articles[iri]
        judged = self.verdicts.get(read.id, {})
        return Part(
            self.nodes(read),
            {claim: self.fusion.values[claim] for claim in self.fused.get(iri, ())},
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
    found.resolution = resolve(_profiles(found), found.judgements)
    found.clusters = near_duplicates(_signatures(found))
    told, types = list(_told(found)), _types(found.resolution)
    found.fusion = fuse((one for _, one in told), types)
    found.stale = found.resolution.stale
    if found.judgements.of(*CLAIM_VERBS):
        _judge(found)
        rejected = {claim for judged in found.verdicts.values() for claim, yes in judged.items() if not yes}
        found.fusion = fuse((one for _, one in told if one.claim not in rejected), types)
    for iri, one in told:
        if one.claim in found.fusion.values:
            found.fused[iri] = (*found.fused.get(iri, ()), one.claim)
    return found


def _profiles(found: Meaning) -> list[Profile]:
    """All profiles; what is known of their articles is noted by the way."""
    profiles = []
    shared: dict[Any, Any] = {}
    for iri, mark, notes in found.extracts.notes(found.base):
        found.articles[iri] = Read(iri, notes["id"], mark, notes["published"])
        for row in notes["profiles"]:
            profile = Profile.fromdict(row, shared)
            _note_local(found.locals, profile.entity, profile.local)
            profiles.append(profile)
    return profiles


def _signatures(found: Meaning) -> dict[str, array[int]]:
    return {notes["id"]: array("I", notes["signature"]) for _, _, notes in found.extracts.notes(found.base)}


def _plainly_local(thing: str) -> bool:
    return thing.startswith("a/")


def _note_local(noted: dict[str, bool], thing: str, local: bool) -> None:
    """Note whether a thing is local, where its id does not say so."""
    if local != _plainly_local(thing):
        noted[thing] = local
    else:
        noted.pop(thing, None)


def _iri_of(profile: Mapping[str, Any], base: str) -> str:
    """The IRI that a thing of an article has by itself, from its profile as plain data."""
    return entity_iri(profile["entity"], profile.get("local", False), base)


def _types(resolution: Resolution) -> dict[str, str]:
    return {thing.id: thing.types[0] for thing in resolution.canonical.values() if thing.types}


def _told(found: Meaning) -> Iterator[tuple[str, Told]]:
    """The articles' IRIs, and what they tell."""
    for iri, _, notes in found.extracts.notes(found.base):
        if not notes["told"]:
            continue
        canonical = found.resolution.canonical
        things = {
            _iri_of(profile, found.base): canonical[notes["id"], profile["entity"]].id for profile in notes["profiles"]
        }
        for claim, subject, predicate, lexical, datatype, modality in notes["told"]:
            if subject in things:
                yield iri, Told(claim, things[subject], predicate, (lexical, datatype), modality)


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

"""All profiles in, the resolution out."""

from __future__ import annotations

from collections.abc import Iterable

from kg.resolve.blocks import keys, pairs
from kg.resolve.meetings import Parties, Titled, compare_titled
from kg.resolve.merging import Merger, Row
from kg.resolve.naming import name_all
from kg.resolve.profile import Profile
from kg.resolve.resolution import Resolution, Rulings, Stale
from kg.resolve.rulings import Ruled
from kg.resolve.scores import TITLED, compare
from kg.resolve.splitting import split
from kg.resolve.thing import Thing
from kg.resolve.words import score


def resolve(profiles: Iterable[Profile], judgements: Rulings | None = None) -> Resolution:
    """One canonical thing for each real one. The order of `profiles` does not matter; judgements win.

    Things are compared only where they share a block; the titled ones last, for who their parties are is then known.
    """
    things = split(profiles)
    merger = Merger(things)
    ruled = Ruled(things, judgements)
    ruled.forbid(merger)
    merger.merge(_plain_rows(things))
    merger.merge(_titled_rows(things, merger))
    ruled.join(merger)
    return _resolution(things, merger, ruled)


def _plain_rows(things: list[Thing]) -> list[Row]:
    rows = []
    for a, b in pairs(things, (keys(thing) for thing in things)):
        finding = compare(things[a], things[b])
        if finding is not None and finding.score >= score("doubtful"):
            rows.append((finding, a, b))
    return rows


def _titled_rows(things: list[Thing], merger: Merger) -> list[Row]:
    parties = Parties(things, merger.find)
    titled = {thing.index: Titled(thing, parties) for thing in things if thing.type in TITLED}
    rows = []
    every = [titled[t.index].keys() if t.index in titled else () for t in things]
    for a, b in pairs(things, every):
        finding = compare_titled(titled[a], titled[b])
        if finding is not None and finding.score >= score("doubtful"):
            rows.append((finding, a, b))
    return rows


def _resolution(things: list[Thing], merger: Merger, ruled: Ruled) -> Resolution:
    roots = sorted({merger.find(thing.index) for thing in things})
    clusters = [[things[index] for index in sorted(merger.of(root))] for root in roots]
    named = ruled.applied(clusters, name_all(clusters))
    canonical = {}
    members = {}
    for cluster, one in zip(clusters, named, strict=True):
        members[one.id] = tuple(sorted(thing.id for thing in cluster))
        for thing in cluster:
            canonical.update({profile.key: one for profile in thing.profiles})
    stale: tuple[Stale, ...] = tuple(sorted(ruled.stale))
    return Resolution(canonical, dict(sorted(members.items())), tuple(sorted(merger.decisions)), stale)

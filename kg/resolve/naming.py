"""Clusters in, canonical things out: which name leads, which IRI they get. The same for any order of articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.lang import tidy_name
from kg.resolve.places import full_name
from kg.resolve.resolution import Canonical
from kg.resolve.thing import Thing, count_types, identifier


def name_all(clusters: Sequence[Sequence[Thing]]) -> list[Canonical]:
    """The canonical thing of each cluster, in their order; no two have one id."""
    named = [_name(cluster) for cluster in clusters]
    bearers = Counter((one.id, one.local) for one in named)
    for position, one in enumerate(named):
        if bearers[one.id, one.local] > 1:
            named[position] = _told_apart(one, clusters[position])
    del bearers
    return _distinct(named, clusters)


def _name(cluster: Sequence[Thing]) -> Canonical:
    names = _names(cluster)
    types = cluster[0].types if len(cluster) == 1 else count_types([p for thing in cluster for p in thing.profiles])
    public = [thing for thing in cluster if not thing.local or thing.qualified]
    if not public:
        return Canonical(min(thing.id for thing in cluster), True, names, types)
    return Canonical(identifier(names[0]) or min(thing.id for thing in cluster), False, names, types)


def _names(cluster: Sequence[Thing]) -> tuple[str, ...]:
    """The full name that most articles use first; then the others, those of most articles first."""
    if len(cluster) == len(cluster[0].profiles) == 1 and cluster[0].type != "Region" and not cluster[0].qualified:
        return tuple(dict.fromkeys(map(tidy_name, cluster[0].profiles[0].names))) or (cluster[0].label,)
    leading: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for thing in cluster:
        weak = thing.local or bool(thing.qualified)
        for profile in thing.profiles:
            for rank, name in enumerate(profile.names):
                every[tidy_name(name)] += 1
                if rank == 0 and not weak and name not in profile.former:
                    leading[tidy_name(name)] += 1
        if thing.qualified:
            every[thing.qualified] += 0
    former = {tidy_name(n) for thing in cluster for p in thing.profiles for n in p.former}
    aliases = {tidy_name(n) for thing in cluster for p in thing.profiles for n in p.aliases} - set(leading)
    full = {name: n for name, n in leading.items() if name not in former} or dict(leading)
    if not full:
        full = (
            {thing.qualified or tidy_name(thing.label): 1 for thing in cluster if thing.qualified}
            or {tidy_name(name): n for name, n in every.items() if name not in aliases}
            or dict(every)
        )
    first = min(full, key=lambda name: (-full[name], -len(name), name))
    official = _official(cluster)
    rest = sorted({*every, *official} - {first}, key=lambda name: (-every[name], -len(name), name))
    return (first, *rest)


def _official(cluster: Sequence[Thing]) -> set[str]:
    """A region's names in the gazetteer."""
    codes = {t.anatomy.places[0] for t in cluster if t.type == "Region" and t.anatomy.form == f"{{{_only(t)}}}"}
    return {full_name(code) for code in codes} if len(codes) == 1 else set()


def _only(thing: Thing) -> str:
    return thing.anatomy.places[0] if len(thing.anatomy.places) == 1 else ""


def _told_apart(one: Canonical, cluster: Sequence[Thing]) -> Canonical:
    """Of several bearers of a name: the one of this place or year, else of its first article."""
    qualified = sorted({thing.qualified for thing in cluster if thing.qualified})
    if qualified:
        return Canonical(identifier(qualified[0]), False, (*one.names,), one.types)
    own = sorted({thing.id for thing in cluster})
    told = [name for name in own if "@" in name]
    if told:
        return Canonical(told[0], False, one.names, one.types)
    return one


def _distinct(named: list[Canonical], clusters: Sequence[Sequence[Thing]]) -> list[Canonical]:
    """Whatever still shares an id gets that of its first article's thing."""
    counts = Counter((one.id, one.local) for one in named)
    seen: set[tuple[str, bool]] = set()
    for position, one in enumerate(named):
        if counts[one.id, one.local] > 1 and (one.id, one.local) in seen:
            first = min(thing.profiles[0].key for thing in clusters[position])
            named[position] = Canonical(f"a/{first[0]}/{one.id}", True, one.names, one.types)
        seen.add((one.id, one.local))
    return named

"""All profiles in, the resolution out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.resolve.profile import Profile
from kg.resolve.resolution import Canonical, Resolution, Rulings


def resolve(profiles: Iterable[Profile], judgements: Rulings | None = None) -> Resolution:
    """One canonical thing for each real one. The order of `profiles` does not matter; judgements win."""
    groups: dict[str, list[Profile]] = defaultdict(list)
    for profile in sorted(profiles):
        groups[profile.entity].append(profile)
    canonical = {}
    members = {}
    for name, group in sorted(groups.items()):
        thing = Canonical(
            name,
            group[0].local,
            tuple(dict.fromkeys(n for p in group for n in p.names)),
            tuple(dict.fromkeys(t for p in group for t in p.types)),
        )
        members[name] = (name,)
        canonical.update({(p.article, p.entity): thing for p in group})
    return Resolution(canonical, members)

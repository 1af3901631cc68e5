"""Profiles of the things that articles name in, one canonical thing for each real one out, with every decision.

`profiles` is called where an article is read (it needs the whole extraction), `resolve` once for all articles. Both
are pure: no clocks, no files, and `resolve` gives the same for the same profiles in any order.
"""

from kg.resolve.profile import Profile, profiles
from kg.resolve.resolution import Canonical, Decision, Key, Resolution, Rulings, Stale
from kg.resolve.resolving import resolve

__all__ = ["Canonical", "Decision", "Key", "Profile", "Resolution", "Rulings", "Stale", "profiles", "resolve"]

"""A thing before merging: what all articles say under one name (and, where names are of several, in one place)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg.lang import tidy_name
from kg.resolve.anatomy import Anatomy, anatomy, is_bare, written
from kg.resolve.places import Codes, related
from kg.resolve.profile import Profile
from kg.vocabulary import INSTITUTION_TYPES

_TO_SIMPLE = re.compile(r"[\"'“”‘’「」『』《》〈〉]")
_INSTITUTIONS = frozenset(INSTITUTION_TYPES)
_FAMILIES = (
    _INSTITUTIONS,
    frozenset({"Park", "Project", "Mechanism", "Research"}),
    frozenset({"Park", "Region"}),
    frozenset({"Project", "Policy", "Mechanism"}),
    frozenset({"Agreement", "Policy"}),
    frozenset({"Fund", "Company"}),
)


@dataclass(eq=False)
class Thing:
    """`id`: by itself, before any merge; `label` the name by which it is compared: the first of its names, with the
    place in front that its context tells where the name alone is of several."""

    id: str
    local: bool
    label: str
    profiles: list[Profile]
    qualified: str = ""
    own: Codes = ()
    index: int = 0
    types: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        if len(self.profiles) == 1:
            self.types = tuple(dict.fromkeys(self.profiles[0].types))
            return
        votes: Counter[str] = Counter()
        for profile in self.profiles:
            for rank, kind in enumerate(profile.types):
                votes[kind] += 1000 if rank == 0 else 1
        self.types = tuple(sorted(votes, key=lambda kind: (-votes[kind], kind)))

    @property
    def type(self) -> str:
        """The type that most articles give it."""
        return self.types[0] if self.types else ""

    @cached_property
    def anatomy(self) -> Anatomy:
        """The label taken apart."""
        return anatomy(self.label, self.type == "Region")

    @cached_property
    def form(self) -> str:
        """The label in comparison form, nothing taken from it."""
        return written(self.label)

    @cached_property
    def alias_forms(self) -> frozenset[str]:
        """Short forms, as they are compared, that its articles declare or use; none that says nothing."""
        forms = {written(name) for profile in self.profiles for name in profile.aliases}
        return frozenset(form for form in forms if len(form) > 1 and not is_bare(form) and form != self.form)

    @cached_property
    def former_forms(self) -> frozenset[str]:
        """Former names as they are compared."""
        return frozenset(written(name) for profile in self.profiles for name in profile.former)

    @cached_property
    def places(self) -> frozenset[str]:
        """The codes of where it is: by its name, else as told."""
        if len(self.anatomy.places) == 1:
            return frozenset(self.anatomy.places)
        return frozenset(self.own) or frozenset(code for profile in self.profiles for code in profile.places)

    @cached_property
    def around(self) -> frozenset[str]:
        """The codes of the places that its articles speak of beside it."""
        return frozenset(code for p in self.profiles for code in (*p.places, *p.around, *filter(None, [p.home])))

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """When it was signed, held or issued, as its articles tell."""
        return tuple(sorted({date for profile in self.profiles for date in profile.dates}))

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles that name it."""
        return frozenset(profile.article for profile in self.profiles)


def compatible(a: Iterable[str], b: Iterable[str]) -> bool:
    """True where one thing may be called both of the types."""
    left, right = frozenset(a), frozenset(b)
    return not left or not right or bool(left & right) or any(left & f and right & f for f in _FAMILIES)


def near(a: Iterable[str], b: Iterable[str]) -> bool:
    """True where a place of one lies in a place of the other."""
    others = tuple(b)
    return any(related(left, right) for left in a for right in others)


def identifier(name: str) -> str:
    """The readable identifier of a name, as linking makes it.

    >>> identifier("西部（重庆）科学城")
    '西部(重庆)科学城'
    """
    plain = unicodedata.normalize("NFKC", _TO_SIMPLE.sub("", tidy_name(name)))
    return re.sub(r"\s+", "", re.sub(r"(?<=[A-Za-z0-9])\s+(?=[A-Za-z0-9])", "_", plain))

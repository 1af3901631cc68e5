"""A thing before merging: what all articles say under one name (and, where names are of several, in one place)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.lang import tidy_name
from kg.resolve.anatomy import Anatomy, anatomy, is_bare, written
from kg.resolve.places import Codes, related
from kg.resolve.profile import Profile
from kg.vocabulary import INSTITUTION_TYPES

_TO_SIMPLE = re.compile(r"[\"'“”‘’「」『』《》〈〉]")
_NONE: frozenset[str] = frozenset()
_INSTITUTIONS = frozenset(INSTITUTION_TYPES)
_FAMILIES = (
    _INSTITUTIONS,
    frozenset({"Park", "Project", "Mechanism", "Research"}),
    frozenset({"Park", "Region"}),
    frozenset({"Project", "Policy", "Mechanism"}),
    frozenset({"Agreement", "Policy"}),
    frozenset({"Fund", "Company"}),
)


class Thing:
    """`id`: by itself, before any merge; `label` the name by which it is compared: the first of its names, with the
    place in front that its context tells where the name alone is of several (then `qualified`, with the codes `own`).
    """

    __slots__ = (
        "_around", "_articles", "_places", "alias_forms", "anatomy", "form", "former_forms", "id", "index", "label",
        "local", "own", "profiles", "qualified", "type", "types",
    )  # fmt: skip

    def __init__(
        self, id: str, local: bool, label: str, profiles: list[Profile], qualified: str = "", own: Codes = ()
    ) -> None:
        self.id, self.local, self.label, self.profiles = id, local, label, profiles
        self.qualified, self.own, self.index = qualified, own, 0
        self.types = count_types(profiles)
        # The type that most articles give it.
        self.type = self.types[0] if self.types else ""
        # The label in comparison form, nothing taken from it; and taken apart.
        self.form: str = written(label)
        self.anatomy: Anatomy = anatomy(label, self.type == "Region")
        self.alias_forms = self._forms(name for profile in profiles for name in profile.aliases)
        self.former_forms = _few(written(name) for profile in profiles for name in profile.former)
        self._places: frozenset[str] | None = None
        self._around: frozenset[str] | None = None
        self._articles: frozenset[str] | None = None

    def _forms(self, names: Iterable[str]) -> frozenset[str]:
        """Short forms, as they are compared, that its articles declare or use; none that says nothing."""
        forms = {written(name) for name in names}
        return _few(form for form in forms if len(form) > 1 and not is_bare(form) and form != self.form)

    @property
    def places(self) -> frozenset[str]:
        """The codes of where it is: by its name, else as told."""
        if self._places is None:
            if len(self.anatomy.places) == 1:
                self._places = frozenset(self.anatomy.places)
            else:
                told = (code for profile in self.profiles for code in profile.places)
                self._places = _few(self.own or told)
        return self._places

    @property
    def around(self) -> frozenset[str]:
        """The codes of the places that its articles speak of beside it."""
        if self._around is None:
            near = (code for p in self.profiles for code in (*p.places, *p.around, *filter(None, [p.home])))
            self._around = _few(near)
        return self._around

    @property
    def articles(self) -> frozenset[str]:
        """The articles that name it."""
        if self._articles is None:
            self._articles = frozenset(profile.article for profile in self.profiles)
        return self._articles

    @property
    def dates(self) -> tuple[str, ...]:
        """When it was signed, held or issued, as its articles tell."""
        return tuple(sorted({date for profile in self.profiles for date in profile.dates}))


def _few(texts: Iterable[str]) -> frozenset[str]:
    """The texts as a set; all that have none share one, for most things have none, and an empty set takes 216 bytes."""
    return frozenset(texts) or _NONE


def count_types(profiles: Sequence[Profile]) -> tuple[str, ...]:
    """The types that profiles tell: first the one that most have first."""
    if len(profiles) == 1:
        return tuple(dict.fromkeys(profiles[0].types))
    votes: Counter[str] = Counter()
    for profile in profiles:
        for rank, kind in enumerate(profile.types):
            votes[kind] += 1000 if rank == 0 else 1
    return tuple(sorted(votes, key=lambda kind: (-votes[kind], kind)))


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

"""What resolution knows of a thing of one article: its names, and the context that tells it from its namesakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from kg.model import Extraction


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """A thing as one article has it, and the article's context. Plain data: `asdict` and `fromdict` for JSON.

    `names`: best first; `aliases`: those of them that are no full names (以下简称, 又称), `former`: names that it bore
    once. Places are codes of the gazetteer (`kg.resolve.places`): `places` those that the thing is told to lie in,
    `around` those spoken of near it, the nearest first, `home` the one of the article's dateline. `zones`: names of
    the zones named before it, the nearest first; `full` the full name, of another thing of the article, that its name
    of two or three characters (科大) is short for. `parties`: names of those who signed, took part, organised; `near`:
    names of who else its sentence names. `dates`: ISO dates of when it was signed, held, issued, at their precision,
    `told`: those of its sentence; `published` the article's.
    """

    article: str
    entity: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    local: bool = False
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    home: str = ""
    zones: tuple[str, ...] = ()
    full: str = ""
    parties: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    published: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The article and the entity's id in it: no two profiles have one key."""
        return self.article, self.entity

    def asdict(self) -> dict[str, Any]:
        """The profile as plain data, without what is empty."""
        return {name: value for name in _FIELDS if (value := getattr(self, name))}

    @classmethod
    def fromdict(cls, data: Mapping[str, Any], shared: dict[Any, Any] | None = None) -> Self:
        """The profile that `asdict` gave, also after a journey through JSON. `shared`: keeps what profiles have in
        common once for all that are given it: most of a profile stands in those beside it, too."""
        given: dict[str, Any] = {"types": (), "names": ()}
        for name, value in data.items():
            plain = tuple(value) if type(value) is list else value
            given[name] = plain if shared is None else _once(plain, shared)
        return cls(**given)


_FIELDS = tuple(field.name for field in fields(Profile))


def _once(value: Any, shared: dict[Any, Any]) -> Any:
    known = shared.get(value)
    if known is None:
        if type(value) is tuple:
            value = tuple([shared.setdefault(part, part) for part in value])
        known = shared[value] = value
    return known


def profiles(extraction: Extraction) -> tuple[Profile, ...]:
    """The profiles of all entities of one article, in the order of its entities. Pure."""
    from kg.resolve.context import Context

    return Context(extraction).profiles()

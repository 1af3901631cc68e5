"""What resolution knows of a thing of one article: its names, and the context that tells it from its namesakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from kg.model import Extraction


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """A thing as one article has it, and the article's context. Plain data: `asdict` and `fromdict` for JSON.

    `names`: best first; `aliases`: those of them that the text declares to stand for the thing (以下简称, 又称, 原名).
    `places`: names of regions that the thing is told to lie in or to belong to; `around`: the regions that the article
    speaks of near the thing, the nearest first; `parties`: names of signatories, participants, organisers;
    `dates`: ISO dates of when it was signed, held, issued, at their precision; `published` likewise.
    """

    article: str
    entity: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    local: bool = False
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    published: str | None = None

    def asdict(self) -> dict[str, Any]:
        """The profile as plain data."""
        return asdict(self)

    @classmethod
    def fromdict(cls, data: Mapping[str, Any]) -> Self:
        """The profile that `asdict` gave, also after a journey through JSON."""
        fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in data.items()}
        return cls(**fields)


def profiles(extraction: Extraction) -> tuple[Profile, ...]:
    """The profiles of all entities of one article, in the order of its entities."""
    article = extraction.article
    return tuple(
        Profile(article.id, entity.id, entity.names, entity.types, entity.local, published=article.published)
        for entity in extraction.entities
    )

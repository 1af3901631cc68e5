"""Where names stand in a clause, and what the small words before them make of them (`relation_cues.tsv`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.errors import TableError
from kg.model import Span
from kg.relate.scene import Item, Scene
from kg.tables import language, read_rows

CLAUSE = re.compile(r"[^,;:。!?\n]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A list of names in a clause: its span, its items, and what the word before it makes of it."""

    span: Span
    items: tuple[Item, ...]
    role: str


@cache
def cues() -> dict[str, re.Pattern[str]]:
    """Role -> its words: before a name (at the end of what stands there), or after a relation word."""
    words: dict[str, list[str]] = {role: [] for role in ("agent", "patient", "with", "aside", "noun", "doer")}
    for _, row in read_rows(language("relation_cues.tsv"), ("word", "role", "example")):
        if row["role"] not in words:
            raise TableError(f"{row.place}: unknown role {row['role']!r}; use one of {', '.join(words)}")
        words[row["role"]].append(row.filled("word"))
    either = {role: "|".join(map(re.escape, sorted(each, key=len, reverse=True))) for role, each in words.items()}
    return {
        role: re.compile(rf"(?:{either[role]})" if role in ("noun", "doer") else rf"(?:{either[role]})(?:了|过)?\Z")
        for role in words
    }


def role_before(before: str) -> str:
    """What the word at the end of `before` makes of the name after it: agent, patient, with, aside, or nothing."""
    lead = before.rstrip("\"'《(")
    return next((role for role in ("agent", "patient", "with", "aside") if cues()[role].search(lead)), "")


def fitting(place: Place, kinds: tuple[str, ...]) -> Place | None:
    """The place with the items of these types only, None where there is none."""
    fit = tuple(item for item in place.items if set(item.types) & set(kinds))
    return Place(place.span, fit, place.role) if fit else None


def several(place: Place) -> bool:
    """True where the place holds more than one thing."""
    return len({target for item in place.items for target in item.targets}) > 1


def clauses_of(scene: Scene, number: int) -> list[Span]:
    """The clauses of a sentence, by its number."""
    span = scene.sentences[number].span
    return [Span(*match.span()) for match in CLAUSE.finditer(scene.copy, span.start, span.end)]

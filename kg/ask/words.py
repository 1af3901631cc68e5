"""The tables of questions, in `lang/zh/ask`: what their words do, what verbs say, what each type of things has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.errors import TableError
from kg.tables import language, read_rows

WORDS, RELATIONS, TYPES = (language("ask", f"{name}.tsv") for name in ("words", "relations", "types"))


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of a question does (`kind`) and stands for (`means`); see the head of `words.tsv`."""

    kind: str
    means: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word by its text, and the words that are patterns."""

    words: dict[str, Word]
    patterns: tuple[tuple[re.Pattern[str], Word], ...]
    longest: int


@dataclass(frozen=True, slots=True)
class Relation:
    """What a verb says; see the head of `relations.tsv`."""

    name: str
    doer: tuple[str, ...]
    active: bool  # the grammatical subject is the fact's object (甲 signs: agreement signatory 甲)
    type: str
    when: tuple[str, ...]
    where: tuple[str, ...]
    state: str
    strict: bool  # the order of words says who does
    other: tuple[str, ...]  # relations that the verb may say instead


@dataclass(frozen=True, slots=True)
class Has:
    """How things of a type are tied to whose they are, and where their dates and places stand."""

    of: tuple[str, ...]
    when: tuple[str, ...]
    where: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The words of `words.tsv`. A text in two rows is of the first; types of two rows are both meant."""
    words: dict[str, Word] = {}
    patterns: list[tuple[re.Pattern[str], Word]] = []
    for number, row in read_rows(WORDS, ("kind", "means", "words", "example")):
        word = Word(row["kind"], row["means"])
        if not word.kind or not row["words"]:
            raise TableError(f"{WORDS}:{number}: a kind and words are expected")
        for text in row["words"].split():
            if text.startswith("/"):
                patterns.append((re.compile(text[1:]), word))
                continue
            old = words.get(text)
            if old and old.kind == word.kind == "type":
                words[text] = Word("type", f"{old.means}|{word.means}")
            else:
                words.setdefault(text, word)
    return Lexicon(words, tuple(patterns), max(map(len, words)))


@cache
def relations() -> dict[str, Relation]:
    """Name -> what the verb says."""
    columns = ("relation", "doer", "side", "type", "when", "where", "state", "order", "other", "example")
    return {
        row["relation"]: Relation(
            row["relation"], listed(row["doer"]), row["side"] == "object", row["type"], listed(row["when"]),
            listed(row["where"]), row["state"], row["order"] == "strict", listed(row["other"]),
        )
        for _, row in read_rows(RELATIONS, columns)
    }  # fmt: skip


@cache
def types() -> dict[str, Has]:
    """Type -> what its things have."""
    rows = read_rows(TYPES, ("type", "of", "when", "where", "example"))
    return {row["type"]: Has(*(listed(row[column]) for column in ("of", "when", "where"))) for _, row in rows}


def listed(cell: str) -> tuple[str, ...]:
    """The items of a cell, which are divided by bars.

    >>> listed("locatedIn|partOf"), listed("")
    (('locatedIn', 'partOf'), ())
    """
    return tuple(filter(None, cell.split("|")))


def examples() -> Iterator[str]:
    """The questions that the tables show."""
    for path in (RELATIONS, TYPES):
        for _, row in read_rows(path, ("example",)):
            yield row["example"]

"""Annotated articles: gold file -> article, entities, facts, and where in the text each name stands."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.lang import aligned, normal_name, tidy_name
from kg.model import Article, Datatype, Entity, Evidence, Extraction, Mention, Span, Statement, Value
from kg.vocabulary import DATE_PREDICATES, MONEY_PREDICATES

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated entity: `id` as in the file (e1), its type, other types accepted, names (the full one first)."""

    id: str
    type: str
    names: tuple[str, ...]
    also: tuple[str, ...] = ()
    untitled: bool = False
    optional: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        """Every type that a careful reader accepts, the best first."""
        return (self.type, *self.also)


@dataclass(frozen=True, slots=True)
class GoldFact:
    """An annotated fact: `object` an entity's id or a plain value, as `is_value` says."""

    subject: str
    predicate: str
    object: str
    is_value: bool
    quote: str
    optional: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with what a careful reader took out of it."""

    article: Article
    entities: tuple[GoldEntity, ...]
    facts: tuple[GoldFact, ...]


def load_gold(folder: Path, texts: Path | None = None, clean: Clean = str.strip) -> Iterator[GoldArticle]:
    """Yield the gold articles of `folder` (`NAME.json`), by name; their texts stand beside them or in `texts`."""
    texts = texts or folder
    rows = {}
    with (texts / "articles.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            rows[Path(row["file"]).stem] = row
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        row = rows[path.stem]
        text = clean((texts / f"{path.stem}.txt").read_text(encoding="utf-8"))
        article = Article(path.stem, str(path), row["title"], row["published"] or None, text, row.get("url") or None)
        yield GoldArticle(article, *_annotation(data))


def _annotation(data: dict[str, list[dict[str, object]]]) -> tuple[tuple[GoldEntity, ...], tuple[GoldFact, ...]]:
    entities = tuple(
        GoldEntity(
            str(e["id"]), str(e["type"]), tuple(e["names"]), tuple(e.get("also", ())),  # type: ignore[arg-type]
            bool(e.get("untitled")), bool(e.get("optional")),
        )
        for e in data["entities"]
    )  # fmt: skip
    facts = tuple(
        GoldFact(
            str(f["s"]), str(f["p"]), str(f["o"] if "o" in f else f["v"]), "v" in f, str(f.get("quote", "")),
            bool(f.get("optional")), str(f["unit"]) if "unit" in f else None,
        )
        for f in data["facts"]
    )  # fmt: skip
    return entities, facts


def _pattern(name: str) -> str:
    """A name as a pattern over the aligned text: white space may stand or lack anywhere, quotation marks too."""
    parts = [re.escape(c) if c != '"' else '"?' for c in aligned(name, traditional=True) if not c.isspace()]
    return r"[\s\"]*?".join(parts) if len(name) > 8 else r"\s*".join(parts)


def project(gold: GoldArticle) -> list[tuple[Mention, GoldEntity]]:
    """Every place where a gold name stands in the text, the longest first, none inside another; in text order."""
    copy = aligned(gold.article.text, traditional=True)
    found: list[tuple[Span, GoldEntity]] = []
    for entity in gold.entities:
        for name in entity.names:
            found += [(Span(*m.span()), entity) for m in re.finditer(_pattern(name), copy)]
    taken = bytearray(len(copy))
    kept = []
    for span, entity in sorted(found, key=lambda pair: (-len(pair[0]), pair[0].start)):
        if len(span) and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * len(span)
            kept.append((span, entity))
    kept.sort(key=lambda pair: pair[0])
    text = gold.article.text
    return [
        (Mention(s, text[s.start : s.end], e.type, "gold", Value(e.names[0]), also=e.also), e) for s, e in kept
    ]  # fmt: skip


def as_extraction(gold: GoldArticle) -> Extraction:
    """What an extractor that reads like the annotators would say of the article, optional facts included.

    An agreement without a title, and a name that two entities share, carry the article and a number in their ids. A
    fact whose quote does not stand in the text has the first name of its subject as evidence, else the first character.
    """
    article = gold.article
    names = [normal_name(entity.names[0]) for entity in gold.entities]
    entities = {}
    for number, (entity, name) in enumerate(zip(gold.entities, names, strict=True), start=1):
        local = entity.untitled or names.count(name) > 1
        key = f"a/{article.id}/{name}-{number}" if local else name
        entities[entity.id] = Entity(key, entity.types, tuple(map(tidy_name, entity.names)), local)
    statements = []
    for fact in gold.facts:
        span = _find(article.text, fact.quote, *entities[fact.subject].names)
        evidence = Evidence(span, article.text[span.start : span.end], "gold", 1.0)
        value = _value(fact) if fact.is_value else entities[fact.object].id
        statements.append(Statement(entities[fact.subject].id, fact.predicate, value, (evidence,)))
    return Extraction(article, tuple(entities.values()), tuple(statements))


def _find(text: str, *wanted: str) -> Span:
    copy = aligned(text, traditional=True)
    for words in filter(None, wanted):
        if found := re.search(_pattern(words), copy):
            return Span(*found.span())
    return Span(0, 1)


def _value(fact: GoldFact) -> Value:
    if fact.predicate in DATE_PREDICATES:
        precision: Datatype = {4: "gYear", 7: "gYearMonth"}.get(len(fact.object), "date")  # type: ignore[assignment]
        return Value(fact.object, precision)
    if fact.predicate in MONEY_PREDICATES or fact.predicate == "area":
        return Value(fact.object, "decimal", fact.unit)
    return Value(fact.object, "status" if fact.predicate == "status" else "string")

"""What the model is told: the guideline with the ontology's terms, and the article."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.lang.labels import labels
from kg.model import Article
from kg.vocabulary import (
    DATE_PREDICATES,
    DOMAINS,
    ENTITY_RANGES,
    ENTITY_TYPES,
    MONEY_PREDICATES,
    PREDICATES,
    STATUSES,
)  # fmt: skip


@cache
def system() -> str:
    """The guideline, the same for every article."""
    kinds, predicates = labels("type"), labels("predicate")
    template = (Path(__file__).parent / "guideline.md").read_text(encoding="utf-8")
    return template.format(
        types="\n".join(f"- {kind}: {kinds[kind].zh}" for kind in ENTITY_TYPES),
        predicates="\n".join(
            f"- {name} ({predicates[name].zh}): {', '.join(DOMAINS[name])} -> {_range(name)}" for name in PREDICATES
        ),
        statuses=", ".join(STATUSES),
    )


def user(article: Article) -> str:
    """The article, with what is known of it."""
    return f"Title: {article.title}\nPublished: {article.published or 'unknown'}\nText:\n{article.text}"


def _range(predicate: str) -> str:
    if predicate in ENTITY_RANGES:
        return ", ".join(ENTITY_RANGES[predicate])
    if predicate in DATE_PREDICATES:
        return "a date"
    if predicate in MONEY_PREDICATES:
        return "a sum"
    return {"status": "a status", "area": "square kilometres"}.get(predicate, "a short phrase of the text")

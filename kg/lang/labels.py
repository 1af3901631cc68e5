"""What the ontology's terms are called when people read them: types, predicates, statuses, modalities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.tables import language, read_rows

COLUMNS = ("group", "name", "zh", "en", "inverse_zh", "inverse_en")


@dataclass(frozen=True, slots=True)
class Label:
    """A term's names; `inverse_*`: a predicate between entities, read from its object's side, else empty."""

    zh: str
    en: str
    inverse_zh: str = ""
    inverse_en: str = ""


@cache
def labels(group: str) -> dict[str, Label]:
    """Local name -> its label. `group`: type, predicate, status, modality.

    >>> labels("predicate")["signatory"].inverse_zh
    '签署'
    """
    rows = (row for _, row in read_rows(language("names.tsv"), COLUMNS))
    return {row["name"]: Label(*(row[column] for column in COLUMNS[2:])) for row in rows if row["group"] == group}

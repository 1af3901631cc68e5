"""What the ontology's terms are called when people read them: types, predicates, statuses, modalities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.tables import language, read_rows
from kg.terms import own_terms, version

COLUMNS = ("group", "name", "zh", "en", "inverse_zh", "inverse_en")


@dataclass(frozen=True, slots=True)
class Label:
    """A term's names; `inverse_*`: a predicate between entities, read from its object's side, else empty."""

    zh: str
    en: str
    inverse_zh: str = ""
    inverse_en: str = ""


def labels(group: str) -> dict[str, Label]:
    """Local name -> its label. `group`: type, predicate, status, modality.

    >>> labels("predicate")["signatory"].inverse_zh
    '签署'
    """
    return _labels(group, version())


@lru_cache(maxsize=32)
def _labels(group: str, _: int) -> dict[str, Label]:
    own: dict[str, Label] = {}
    if group == "type":
        own = {kind.name: Label(kind.zh, kind.en) for kind in own_terms().types.values()}
    if group == "predicate":
        for r in own_terms().relations.values():
            inverse = (r.zh, r.en) if r.symmetric else (f"{r.zh}（被）", f"{r.en} (of)")
            own[r.name] = Label(r.zh, r.en, r.inverse_zh or inverse[0], r.inverse_en or inverse[1])
    rows = (row for _, row in read_rows(language("names.tsv"), COLUMNS))
    return {row["name"]: Label(*(row[column] for column in COLUMNS[2:])) for row in rows if row["group"] == group} | own

"""The tables of the page: how types look, what predicates and the page's words are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.tables import read_rows

FOLDER = Path(__file__).parent
OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of one type look: names, vis-network's shape, fill on light and on dark ground."""

    type: str
    zh: str
    en: str
    shape: str
    light: str
    dark: str


@cache
def looks() -> dict[str, Look]:
    """Type -> its look, in the order of the legend."""
    columns = ("type", "zh", "en", "shape", "light", "dark")
    return {row["type"]: Look(**{c: row[c] for c in columns}) for _, row in read_rows(FOLDER / "types.tsv", columns)}


@cache
def predicate_names() -> dict[str, dict[str, str]]:
    """Predicate -> its names `zh`, `en`, `inverse_zh`, `inverse_en`, and the `style` of its line."""
    columns = ("predicate", "zh", "en", "inverse_zh", "inverse_en", "style")
    rows = read_rows(FOLDER / "predicates.tsv", columns)
    return {row["predicate"]: {c: row[c] for c in columns[1:]} for _, row in rows}


@cache
def words() -> dict[str, tuple[str, str]]:
    """The page's own words: key -> (Chinese, English)."""
    return {row["key"]: (row["zh"], row["en"]) for _, row in read_rows(FOLDER / "words.tsv", ("key", "zh", "en"))}

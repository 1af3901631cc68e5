"""The tables of the page: how types and predicates look, what its words are (terms: `kg.lang.labels`)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from kg.lang.labels import labels
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
    columns = ("type", "shape", "light", "dark")
    names = {kind: (label.zh, label.en) for kind, label in labels("type").items()} | {OTHER: words()["other"]}
    return {
        row["type"]: Look(row["type"], *names[row["type"]], *(row[c] for c in columns[1:]))
        for _, row in read_rows(FOLDER / "types.tsv", columns)
    }


@cache
def predicate_names() -> dict[str, dict[str, str]]:
    """Predicate -> its names `zh`, `en`, `inverse_zh`, `inverse_en`, the `style` of its line, its `lane` in time."""
    columns = ("predicate", "style", "lane")
    rows = {row["predicate"]: row for _, row in read_rows(FOLDER / "predicates.tsv", columns)}
    return {
        name: asdict(label) | {key: rows[name][key] for key in columns[1:]}
        for name, label in labels("predicate").items()
    }


@cache
def words() -> dict[str, tuple[str, str]]:
    """The page's own words, `status.NAME` and the modalities: key -> (Chinese, English)."""
    own = {row["key"]: (row["zh"], row["en"]) for _, row in read_rows(FOLDER / "words.tsv", ("key", "zh", "en"))}
    own |= {f"status.{name}": (label.zh, label.en) for name, label in labels("status").items()}
    return own | {name: (label.zh, label.en) for name, label in labels("modality").items()}

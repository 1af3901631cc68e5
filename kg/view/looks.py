"""The tables of the page: how types and predicates look, what its words are (terms: `kg.lang.labels`)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path

from kg.lang.labels import labels
from kg.tables import read_rows
from kg.terms import own_terms, version

FOLDER = Path(__file__).parent
OTHER = "Other"
_OWN = {"style": "cooperate", "lane": ""}  # how the line of an own relation is drawn


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of one type look: names, vis-network's shape, fill on light and on dark ground."""

    type: str
    zh: str
    en: str
    shape: str
    light: str
    dark: str


def looks() -> dict[str, Look]:
    """Type -> its look, in the order of the legend. An own type looks like the type of ours that it is a kind of."""
    return _looks(version())


@lru_cache(maxsize=4)
def _looks(_: int) -> dict[str, Look]:
    columns = ("type", "shape", "light", "dark")
    names = {kind: (label.zh, label.en) for kind, label in labels("type").items()} | {OTHER: words()["other"]}
    found: dict[str, Look] = {}
    for _, row in read_rows(FOLDER / "types.tsv", columns):
        own = [kind.name for kind in own_terms().types.values() if kind.parent == row["type"]]
        found |= {name: Look(name, *names[name], *(row[c] for c in columns[1:])) for name in (*own, row["type"])}
    return found


def predicate_names() -> dict[str, dict[str, str]]:
    """Predicate -> its names `zh`, `en`, `inverse_zh`, `inverse_en`, the `style` of its line, its `lane` in time."""
    return _predicate_names(version())


@lru_cache(maxsize=4)
def _predicate_names(_: int) -> dict[str, dict[str, str]]:
    columns = ("predicate", "style", "lane")
    rows = {row["predicate"]: row for _, row in read_rows(FOLDER / "predicates.tsv", columns)}
    return {
        name: asdict(label) | {key: rows.get(name, _OWN)[key] for key in columns[1:]}
        for name, label in labels("predicate").items()
    }


@cache
def words() -> dict[str, tuple[str, str]]:
    """The page's own words, `status.NAME` and the modalities: key -> (Chinese, English)."""
    own = {row["key"]: (row["zh"], row["en"]) for _, row in read_rows(FOLDER / "words.tsv", ("key", "zh", "en"))}
    own |= {f"status.{name}": (label.zh, label.en) for name, label in labels("status").items()}
    return own | {name: (label.zh, label.en) for name, label in labels("modality").items()}

"""Gold articles in, figures out: extract each article, turn it into quads, score what the graph says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import UserError
from kg.learn.built import BuiltGraph, read_quads
from kg.learn.gold import GoldArticle, load_gold
from kg.learn.score import score_article
from kg.learn.tally import ArticleScore, Miss, Tallies, Tally, interval, reliability, total
from kg.model import Extraction

Extract = Callable[[GoldArticle], Extraction]

MAIN_FIGURES = ("entities", "entities relaxed", "facts", "facts relaxed")


@dataclass(frozen=True)
class Measurement:
    """What a measurement found: the score of each article, and how many quotes are exact slices of their text."""

    scores: tuple[ArticleScore, ...]
    claims: int = 0
    inexact: tuple[str, ...] = ()

    @property
    def tallies(self) -> Tallies:
        """The counts of all articles together."""
        return total(self.scores)

    @property
    def misses(self) -> list[Miss]:
        """All that differs from the gold, in the order of the articles."""
        return [miss for score in self.scores for miss in score.misses]

    def figures(self, intervals: bool = True) -> dict[str, Any]:
        """Everything as plain data for JSON: shares and counts by figure, with the 95 % interval of the main ones."""
        figures: dict[str, Any] = {
            name: {"precision": t.precision, "recall": t.recall, "f1": t.f1, **asdict(t)}
            for name, t in sorted(self.tallies.items())
        }
        for name in MAIN_FIGURES if intervals else ():
            figures.setdefault(name, {})["interval"] = interval(self.scores, name)
        figures["reliability"] = [asdict(step) for step in reliability(self.scores)]
        figures["evidence"] = {"claims": self.claims, "exact": self.claims - len(self.inexact)}
        return figures

    def figure(self, name: str) -> Tally:
        """The counts of one figure; zeros where nothing of the kind occurs."""
        return self.tallies.get(name, Tally())


def load_folder(folder: Path, texts: Path | None = None) -> list[GoldArticle]:
    """The gold articles of a folder, cleaned as a build cleans them. `texts` holds the texts where they do not stand
    beside the annotations. Raises UserError: a folder or its `articles.tsv` is not there, or an annotation is not as
    the guideline says."""
    from kg.read import clean

    place = folder if (folder / "articles.tsv").exists() else texts
    if not folder.is_dir() or place is None or not (place / "articles.tsv").exists():
        raise UserError(f"{folder}: no folder of annotations with an articles.tsv (file, title, published, url)")
    try:
        return list(load_gold(folder, place, clean))
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise UserError(f"{folder}: not as GUIDELINE.md says ({type(error).__name__}: {error})") from error


def pipeline(gold: GoldArticle) -> Extraction:
    """What the product itself extracts from the article."""
    from kg.pipeline import extract

    return extract(gold.article)


def measure(golds: Iterable[GoldArticle], extract: Extract = pipeline) -> Measurement:
    """Extract and score every article. Entities are shared between the articles as they are in a built graph."""
    golds = list(golds)
    return measure_extractions(golds, map(extract, golds))


def measure_extractions(golds: Sequence[GoldArticle], extractions: Iterable[Extraction]) -> Measurement:
    """Score extractions against the gold articles in the same order."""
    kept = list(extractions)
    graph = read_quads(_all_quads(kept))
    claims = [(e.article, evidence) for e in kept for s in e.statements for evidence in s.evidence]
    inexact = tuple(
        f"{article.id}: {evidence.quote!r} is not at {evidence.span.start}..{evidence.span.end}"
        for article, evidence in claims
        if not evidence.quote or article.text[evidence.span.start : evidence.span.end] != evidence.quote
    )
    return Measurement(tuple(score_article(gold, graph) for gold in golds), len(claims), inexact)


def measure_graph(golds: Iterable[GoldArticle], graph: BuiltGraph) -> Measurement:
    """Score a graph that was built before."""
    return Measurement(tuple(score_article(gold, graph) for gold in golds))


def _all_quads(extractions: Iterable[Extraction]) -> Iterator[Any]:
    from kg.rdf import quads

    for extraction in extractions:
        yield from quads(extraction)

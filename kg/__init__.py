"""Chinese articles on regional cooperation -> an RDF graph in which every fact shows its sentence.

    import kg
    kg.build(["articles/"], store="graph")
    with kg.open("graph") as graph:
        graph.query("agreements", between=["重庆高新区", "成都高新区"]).to_pandas()

Importing this is cheap: what is heavy is imported where it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own would load it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Executor
    from pathlib import Path

    from kg.graph import Graph
    from kg.model import Article, Extraction
    from kg.pipeline import BuildReport

__version__ = "0.1.0"
__all__ = ["build", "extract", "open"]


def build(
    paths: str | Path | Iterable[str | Path],
    store: str | Path = "graph",
    *,
    base: str | None = None,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
    prune: bool = False,
    judgements: str | Path | None = None,
) -> BuildReport:
    """Build the graph of the articles in `paths` (files or folders) in the folder `store`; see `kg.pipeline.build`.

    `base`: the namespace of the entities' IRIs. `judgements`: the table of your corrections; where none is named, the
    one beside the store's folder (`graph.judgements.tsv`), if there is one.

    Raises UserError (StoreError, TableError): one line that says what to do.
    """
    from pathlib import Path

    from kg import pipeline
    from kg.errors import UserError
    from kg.resolve.judgements import default_path, read_judgements
    from kg.store.opening import open_for_writing
    from kg.vocabulary import BASE

    if judgements is not None and not Path(judgements).exists():
        raise UserError(f"{judgements}: no such file of judgements; check the path")
    pipeline.check_own_tables()
    held = read_judgements(default_path(store) if judgements is None else judgements, base or BASE)
    many = [paths] if isinstance(paths, str) or hasattr(paths, "__fspath__") else paths
    with open_for_writing(store) as opened:
        return pipeline.build(
            many, opened, base=base or BASE, executor=executor, progress=progress, prune=prune,  # type: ignore[arg-type]
            judgements=held,
        )  # fmt: skip


def open(path: str | Path = "graph", *, min_confidence: float = 0.0) -> Graph:
    """Open a built graph for reading: a folder, or the address of a SPARQL endpoint (http://…/sparql).

    `min_confidence`: only what is said at least so surely (0 to 1).
    Raises StoreError: absent, in use, damaged, not to be reached.
    """
    from kg.graph import Graph

    return Graph.open(path, min_confidence=min_confidence)


def extract(article: Article) -> Extraction:
    """Read one article without a store: its entities and facts, each with the words that state it."""
    from kg import pipeline

    return pipeline.extract(article)

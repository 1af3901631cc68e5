"""Writing: what `Store` takes for a build's quads, against the database's own bulk load of the same quads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.bench.claims import copies
from tests.bench.machine import interleaved, plain


def against_bulk_load(folder: Path, kept: list[tuple[str, str]], claims: int, runs: int) -> dict[str, Any]:
    """Write articles as a build does, and load the same quads with nothing but pyoxigraph; each into a new folder.

    Raw, in a single call: `bulk_load` of a file of what the store holds in the end (each article's graph, and the merge
    of all), and of the articles' graphs alone.
    """
    import pyoxigraph as ox

    from kg.change.writing import LOAD
    from kg.store import Store

    articles = [(iri, triples) for iri, triples, _ in copies(kept, claims)]
    named = [(iri, triples.replace(b" .\n", f" <{iri}> .\n".encode())) for iri, triples in articles]
    graphs = folder / "graphs.nq"
    graphs.write_bytes(b"".join(lines for _, lines in named))
    everything = folder / "everything.nq"
    everything.write_bytes(b"".join(lines for _, lines in named) + b"".join(triples for _, triples in articles))
    quads = sum(triples.count(b"\n") for _, triples in articles)

    def writing() -> None:
        with Store(_emptied(folder / "store-writing"), write=True) as store:
            waiting, size = [], 0
            for iri, triples in articles:
                waiting.append((iri, triples, "0" * 64))
                size += len(triples)
                if size >= LOAD:
                    store.add_articles(waiting)
                    waiting, size = [], 0
            store.add_articles(waiting)

    def loading(path: Path) -> None:
        store = ox.Store(str(_emptied(folder / "store-loading")))
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        store.flush()

    spent = interleaved(
        {"kg": writing, "bulk_load": lambda: loading(everything), "bulk_load_graphs": lambda: loading(graphs)}, runs
    )
    for name in ("store-writing", "store-loading"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return {
        "claims": claims, "articles": len(articles), "quads": quads, "quads_with_merge": 2 * quads,
        "seconds": plain(spent), "quads_per_second": {name: round(quads / one.wall) for name, one in spent.items()},
        "write_vs_bulk_load": round(spent["bulk_load"].wall / spent["kg"].wall, 3),
        "write_vs_bulk_load_by_cpu": round(spent["bulk_load"].cpu / spent["kg"].cpu, 3),
        "write_vs_bulk_load_of_graphs_alone": round(spent["bulk_load_graphs"].wall / spent["kg"].wall, 3),
    }  # fmt: skip


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder

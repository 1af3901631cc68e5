"""Ready questions: as `kg` answers them, against the same SPARQL on nothing but pyoxigraph, and on rdflib in memory."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kg
from kg.graph import Graph
from tests.bench.claims import write_nquads
from tests.bench.machine import KG, interleaved, ran

SLOW = 1.0  # seconds: what takes longer is asked once by each side
MOST = 20  # times that a question is asked at most

# Who is asked about: whatever the most edges of a kind lead to (or, with ^, come from).
CASES: tuple[tuple[str, dict[str, str]], ...] = (
    ("agreements", {}), ("agreements", {"of": "signatory"}), ("agreements", {"between": "signatory 2"}),
    ("agreements", {"year": "=2021"}), ("articles", {}), ("articles", {"about": "signatory"}), ("central", {}),
    ("evidence", {"about": "signatory"}), ("evidence", {"about": "builder", "fact": "=builder"}), ("funds", {}),
    ("industries", {}), ("industries", {"of": "^industry"}), ("industries", {"industry": "industry"}),
    ("investment", {}), ("investment", {"of": "builder"}), ("investment", {"least": "=10000000000"}),
    ("investors", {}), ("investors", {"by": "investor"}), ("meetings", {}), ("meetings", {"with": "participant"}),
    ("members", {}), ("members", {"of": "member"}), ("members", {"alliance": "^member"}), ("parks", {}),
    ("parks", {"region": "locatedIn"}), ("partners", {"of": "signatory"}), ("policies", {}),
    ("policies", {"issuer": "issuer"}), ("projects", {"park": "builder"}), ("projects", {"park": "locatedIn"}),
    ("projects-by-status", {}), ("projects-by-status", {"status": "=completed"}),
    ("projects-by-status", {"in": "locatedIn"}), ("search", {"text": "=高速公路"}), ("support", {}),
    ("support", {"about": "signatory"}), ("timeline", {}), ("timeline", {"of": "signatory"}),
    ("timeline", {"from": "=2021", "to": "=2021-06"}), ("totals", {}), ("totals", {"in": "locatedIn"}),
)  # fmt: skip


def made_store(folder: Path, kept: list[tuple[str, str]], claims: int) -> Path:
    """A store of so many claims as a build leaves it, loaded in bulk; made once."""
    from kg.store import Store

    place, lines = folder / f"store-{claims}", folder / f"claims-{claims}.nq"
    if not (place / "published" / "current").exists():
        import pyoxigraph as ox

        write_nquads(lines, kept, claims, merge=True)
        with Store(place, write=True) as store:
            store._writable()
            store._inner.bulk_load(path=str(lines), format=ox.RdfFormat.N_QUADS)
        lines.unlink()
    return place


def cases(graph: Graph) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(label, question, arguments) of each case, about things of this graph."""
    known: dict[str, list[str]] = {}
    for name, wanted in CASES:
        arguments: dict[str, Any] = {}
        for parameter, kind in wanted.items():
            if kind.startswith("="):
                arguments[parameter] = kind[1:]
            else:
                found = known.setdefault(kind, _busiest(graph, kind))
                arguments[parameter] = found if kind.endswith("2") else next(iter(found), None)
        # A small graph may have nothing that could be asked about.
        if all(arguments.values()):
            yield " ".join([name, *(f"--{parameter}" for parameter in wanted)]), name, arguments


def _busiest(graph: Graph, kind: str) -> list[str]:
    """The IRIs that most edges of a kind lead to, among the first few thousand: whatever the store begins with."""
    edge = kind.removesuffix(" 2").removeprefix("^")
    some = f"SELECT ?s ?o {{ ?s rc:{edge} ?o }} LIMIT 5000"
    x = "?s" if kind.startswith("^") else "?o"
    found = graph.query(f"SELECT {x} (COUNT(*) AS ?n) {{ {{ {some} }} }} GROUP BY {x} ORDER BY DESC(?n) {x} LIMIT 1")
    if not found:
        return []
    one = str(found[0][0])  # type: ignore[index]
    if not kind.endswith(" 2"):
        return [one]
    others = f"SELECT ?y (COUNT(*) AS ?n) {{ ?s rc:{edge} <{one}>, ?y FILTER(?y != <{one}>) }} GROUP BY ?y"
    found = graph.query(f"{others} ORDER BY DESC(?n) ?y LIMIT 1")
    return [one, str(found[0][0])] if found else []  # type: ignore[index]


def against_pyoxigraph(store: Path, runs: int = 3, enough: float = 0.3) -> dict[str, Any]:
    """Each case by `Graph.query` and by pyoxigraph, both reading every value of every row; by turns,
    `runs` times or for about so many seconds.

    Names are looked up by `kg` each time; the table of names, which is read once, is a figure of its own.
    """
    import pyoxigraph as ox

    from kg.query import bind, question
    from kg.store.snapshot import Snapshot
    from kg.vocabulary import PREFIXES

    rows = []
    with kg.open(store) as graph, Snapshot.hold(store) as held:
        raw = ox.Store.read_only(str(held.path))
        for label, name, arguments in cases(graph):
            sparql = bind(question(name), arguments, graph._names.find)

            def ask(name: str = name, arguments: dict[str, Any] = arguments) -> list[Any]:
                return list(graph.query(name, **arguments))  # type: ignore[arg-type]

            def ask_raw(sparql: str = sparql) -> list[Any]:
                return [tuple(row) for row in raw.query(sparql, prefixes=PREFIXES)]  # type: ignore[union-attr]

            start = time.perf_counter()
            found = len(ask())
            took = max(time.perf_counter() - start, 1e-4)
            spent = interleaved(
                {"kg": ask, "raw": ask_raw}, max(runs if took < SLOW else 1, min(MOST, int(enough / took)))
            )
            one = {key: round(spent[key].cpu, 5) for key in spent}
            rows.append({"case": label, "rows": found, **one, "ratio": round(spent["kg"].cpu / spent["raw"].cpu, 3),
                         "arguments": arguments, "sparql": sparql})  # fmt: skip
    return {"cases": rows, **_summary([row["ratio"] for row in rows], worst=max)}


def against_rdflib(folder: Path, store: Path, nquads: Path, times: float, runs: int = 3) -> dict[str, Any]:
    """Each case by `Graph.query`, and by rdflib on the same quads in memory, given up after so many times as long."""
    from kg.query import bind, question
    from kg.vocabulary import PREFIXES

    with kg.open(store) as graph:
        asked, mine = {}, {}
        for label, name, arguments in cases(graph):
            sparql = bind(question(name), arguments, graph._names.find)
            mine[label] = interleaved({"kg": lambda n=name, a=arguments: list(graph.query(n, **a))}, runs)["kg"].cpu  # type: ignore[misc]
            asked[label] = {"sparql": sparql, "seconds": 0.2 + times * mine[label]}
    told = folder / "questions.json"
    told.write_text(json.dumps({"prefixes": PREFIXES, "asked": asked}), encoding="utf-8")
    other = json.loads(ran([sys.executable, "-m", "tests.bench.rdflib_side", nquads, told]).out.splitlines()[-1])
    rows = []
    for label, spent in mine.items():
        theirs = other["cases"][label]
        rows.append({"case": label, "kg": round(spent, 5), "rdflib": round(theirs["cpu"], 3), "rows": theirs["rows"],
                     "given_up": theirs["rows"] is None, "ratio": round(theirs["cpu"] / spent, 1)})  # fmt: skip
    return {"cases": rows, "rdflib_load_seconds": other["load"], "rdflib_memory_mb": other["memory"],
            "given_up": sum(row["given_up"] for row in rows), "given_up_after_times": times,
            **_summary([row["ratio"] for row in rows], worst=min)}  # fmt: skip


def _summary(ratios: list[float], worst: Any) -> dict[str, float]:
    return {
        "median": round(statistics.median(ratios), 3), "worst": worst(ratios),
        "geometric_mean": round(statistics.geometric_mean(ratios), 3),
    }  # fmt: skip


def typed(store: Path) -> dict[str, float]:
    """Seconds (CPU) of what people type besides ready questions, each in a new process."""
    with kg.open(store) as graph:
        name = graph.query(f"SELECT (MIN(STR(?l)) AS ?n) {{ <{_busiest(graph, 'signatory')[0]}> rdfs:label ?l }}")[0][0]  # type: ignore[index]
    spent = {}
    for label, words in {
        "kg show": ["show", str(name)], "kg ask": ["ask", f"{name}签了哪些协议"], "kg stats": ["stats"],
        "kg conflicts": ["conflicts"], "kg query agreements --of": ["query", "agreements", "--of", str(name)],
    }.items():  # fmt: skip
        spent[label] = round(ran([*KG, *words, "--store", store]).cpu, 3)
    return spent

"""The explorer over the founding articles as annotated, and over a graph that means harm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.learn.gold import GoldArticle, as_extraction
from kg.model import Article, Entity, Evidence, Extraction, Span, Statement, Value
from kg.rdf import article_iri, quads
from kg.serve import Settings, create_app
from kg.store import Store
from kg.vocabulary import BASE, PREFIXES, RC

HARM = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(2)',
    "' autofocus onfocus='alert(3)",
    "javascript:alert(4)",
    "</textarea></title></style><img src=x onerror=alert(5)>",
    "{{ 7 * 7 }}{% raw %}",
    "]]><!--",
    "甲\u202e乙\u2066丙\u200f丁",
    "长" * 10_000,
    "A/B?c#d%2F&amp;",
    "..",
    "a\tb\\c`|^",
    '=HYPERLINK("http://evil.example")',
    "𠮷園 قرية",
)


@contextmanager
def explorer(path: Path, articles: Iterable[Extraction], more: Iterable[ox.Quad] = ()) -> Iterator[TestClient]:
    """A client of the application over these articles, and quads of the graph of what was decided across them."""
    with Store(path, write=True) as store:
        for one in articles:
            store.replace_article(article_iri(one.article.id, BASE), quads(one))
        if more := list(more):
            store.replace_article(BASE + "resolution", more)
    app = create_app(Settings(path))
    with TestClient(app, base_url="http://127.0.0.1", headers={"accept": "text/html"}) as client:
        yield client


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, founding: list[GoldArticle]) -> Iterator[TestClient]:
    """The founding articles."""
    path = tmp_path_factory.mktemp("explore") / "graph"
    with explorer(path, [as_extraction(gold) for gold in founding]) as client:
        yield client


def statement(
    text: str, subject: str, predicate: str, obj: str | Value, quote: str, modality: str = "asserted"
) -> Statement:
    """A statement whose words are at their first place in the text."""
    at = text.index(quote)
    evidence = Evidence(Span(at, at + len(quote)), quote, "rule<b>", 0.9, modality)  # type: ignore[arg-type]
    return Statement(subject, predicate, obj, (evidence,))


def harmful(number: int) -> Extraction:
    """An article in which every name means harm."""
    text = "\n".join(f"甲与{name}签约。" for name in HARM)
    article = Article(f"x{number}/<b>&", "x", HARM[0], "2021-05-20", text, "javascript:alert(6)")
    entities = [Entity("pact", ("Agreement",), ("《<i>约</i>》",)), Entity("fund", ("Project",), ("<u>基金</u>",))]
    entities += [Entity(name, ("Park",), (name, f"又称{name[:90]}")) for name in HARM]
    said = [statement(text, "pact", "signatory", name, f"甲与{name}签约") for name in HARM]
    said += [statement(text, HARM[0], "cooperatesWith", name, f"甲与{name}", "planned") for name in HARM[1:]]
    said += [
        statement(text, "pact", "cooperationArea", Value(HARM[0]), "甲与"),
        statement(text, "pact", "signedOn", Value("2021-03-26", "date"), "甲与"),
        statement(text, "fund", "totalInvestment", Value("35150000000", "decimal"), "甲与", "planned"),
        statement(text, "fund", "status", Value("planned", "status"), "甲与"),
    ]
    return Extraction(article, tuple(entities), tuple(said))


def decided() -> list[ox.Quad]:
    """A doubtful merge of two of the names, and a copy."""
    graph, node = ox.NamedNode(BASE + "resolution"), ox.NamedNode(BASE + "resolution/0123456789abcdef")
    told: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (PREFIXES["rdf"] + "type", ox.NamedNode(RC + "Decision")),
        (RC + "verdict", ox.Literal("doubtful")),
        (RC + "score", ox.Literal("0.61", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))),
        (RC + "decidedBy", ox.Literal("rules")),
        (RC + "reason", ox.Literal("0.61 <script>alert(7)</script>")),
    ]
    for name in ("pact", "fund"):
        told += [
            (RC + "candidate", ox.NamedNode(BASE + name)),
            (RC + "candidateName", ox.Literal(f"<b>{name}</b>", language="zh")),
        ]
    return [ox.Quad(node, ox.NamedNode(predicate), value, graph) for predicate, value in told]


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Two articles full of harm."""
    path = tmp_path_factory.mktemp("hostile") / "graph"
    with explorer(path, [harmful(1), harmful(2)], decided()) as client:
        yield client

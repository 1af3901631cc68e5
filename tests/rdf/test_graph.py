"""quads(): what an article's graph says, and what it never does."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocabulary as v
from kg.errors import KgError
from kg.model import Article, Entity, Evidence, Extraction, Modality, Span, Statement, Value
from kg.rdf import quads

TEXT = "3月26日，重庆高新区与西部（重庆）科学城签署合作备忘录，总投资2.5亿美元。"


def evidence(quote: str, modality: Modality = "asserted", confidence: float = 0.9, rule: str = "r") -> Evidence:
    start = TEXT.index(quote)
    return Evidence(Span(start, start + len(quote)), quote, rule, confidence, modality)


def extraction(*statements: Statement, text: str = TEXT) -> Extraction:
    article = Article("报/2021 05", "x.txt", "两地签约", "2021-05", text, "https://example.org/a")
    entities = (
        Entity("重庆高新区", ("Park",), ("重庆高新区", "高新区", "重庆高新区")),
        Entity("西部(重庆)科学城", ("Park", "Project"), ("西部（重庆）科学城",)),
        Entity("a/报/2021 05/合作备忘录-1", ("Agreement",), ("合作备忘录",), local=True),
    )
    return Extraction(article, entities, statements)


def ask(data: Extraction, query: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.extend(quads(data))
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in v.PREFIXES.items())
    rows = store.query(prefixes + query, use_default_graph_as_union=True)
    return sorted(tuple(str(term) for term in row) for row in rows)  # type: ignore[union-attr]


def test_the_article_describes_itself_in_a_graph_of_its_own_name() -> None:
    graph = f"<{v.BASE}article/报/2021%2005>"
    assert {str(quad.graph_name) for quad in quads(extraction())} == {graph}
    rows = ask(extraction(), f"SELECT ?p ?o {{ {graph} ?p ?o }}")
    said = {predicate.strip("<>").rpartition("/")[2].rpartition("#")[2]: value for predicate, value in rows}
    assert said["identifier"] == '"报/2021 05"'
    assert said["title"] == '"两地签约"@zh'
    assert said["issued"] == '"2021-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    assert said["text"] == f'"{TEXT}"'
    assert len(said["contentHash"]) == 66


def test_entities_have_readable_iris_types_and_names() -> None:
    rows = ask(extraction(), "SELECT ?e ?l ?a { ?e a rc:Park ; rdfs:label ?l OPTIONAL { ?e skos:altLabel ?a } }")
    assert rows == [
        (f"<{v.BASE}西部(重庆)科学城>", '"西部（重庆）科学城"@zh', "None"),
        (f"<{v.BASE}重庆高新区>", '"重庆高新区"@zh', '"高新区"@zh'),
    ]
    assert ask(extraction(), "SELECT ?e { ?e a rc:Agreement }") == [(f"<{v.BASE}a/报/2021%2005/合作备忘录-1>",)]


def test_a_fact_is_an_edge_and_a_claim_with_exact_evidence() -> None:
    fact = Statement("a/报/2021 05/合作备忘录-1", "signatory", "重庆高新区", (evidence("重庆高新区与"),))
    rows = ask(
        extraction(fact),
        """SELECT ?o ?quote ?start ?end ?rule ?confidence ?modality (SUBSTR(?text, ?start + 1, ?end - ?start) AS ?slice)
           { ?s rc:signatory ?o . ?c a rc:Claim ; rdf:subject ?s ; rdf:predicate rc:signatory ; rdf:object ?o ;
             rc:quote ?quote ; rc:start ?start ; rc:end ?end ; rc:rule ?rule ; rc:confidence ?confidence ;
             rc:modality ?modality ; prov:wasDerivedFrom/rc:text ?text }""",
    )
    integer, number = (f"^^<http://www.w3.org/2001/XMLSchema#{name}>" for name in ("integer", "decimal"))
    assert rows == [
        (f"<{v.BASE}重庆高新区>", '"重庆高新区与"', f'"6"{integer}', f'"12"{integer}', '"r"', f'"0.9"{number}',
         '"asserted"', '"重庆高新区与"'),
    ]  # fmt: skip


@pytest.mark.parametrize(("modality", "edges"), [("asserted", 1), ("planned", 1), ("possible", 0), ("denied", 0)])
def test_only_what_is_asserted_or_planned_is_an_edge(modality: Modality, edges: int) -> None:
    fact = Statement("重庆高新区", "partOf", "西部(重庆)科学城", (evidence("重庆", modality),))
    assert len(ask(extraction(fact), "SELECT ?o { ?s rc:partOf ?o }")) == edges
    assert len(ask(extraction(fact), "SELECT ?c { ?c a rc:Claim }")) == 1


@pytest.mark.parametrize(
    ("predicate", "value", "term"),
    [
        ("startedOn", Value("2021-03-26", "date"), '"2021-03-26"^^xsd:date'),
        ("startedOn", Value("2021", "gYear"), '"2021"^^xsd:gYear'),
        ("totalInvestment", Value("35150000000", "decimal"), '"35150000000"^^xsd:decimal'),
        ("totalInvestment", Value("3.5150E+10", "decimal", "CNY"), '"35150000000"^^xsd:decimal'),
        ("totalInvestment", Value("250000000.50", "decimal", "USD"), '"250000000.5"^^rc:USD'),
        ("area", Value("0.0853", "decimal", "km2"), '"0.0853"^^xsd:decimal'),
        ("status", Value("planned", "status"), "rc:planned"),
    ],
)
def test_values_are_typed(predicate: str, value: Value, term: str) -> None:
    fact = Statement("西部(重庆)科学城", predicate, value, (evidence("总投资"),))
    query = f"SELECT ?s {{ ?s rc:{predicate} ?o . ?c rdf:object ?o FILTER(sameTerm(?o, {term})) }}"
    assert len(ask(extraction(fact), query)) == 1
    units = ask(extraction(fact), "SELECT ?u { ?c rc:unit ?u }")
    assert units == ([('"USD"',)] if value.unit == "USD" else [])


def test_a_foreign_sum_never_enters_a_sum_of_yuan() -> None:
    yuan = Statement("西部(重庆)科学城", "totalInvestment", Value("5", "decimal"), (evidence("总投资"),))
    dollars = Statement("重庆高新区", "totalInvestment", Value("7", "decimal", "USD"), (evidence("总投资"),))
    query = "SELECT (SUM(?o) AS ?sum) { ?s rc:totalInvestment ?o FILTER(isNumeric(?o)) }"
    assert ask(extraction(yuan, dollars), query) == [('"5"^^<http://www.w3.org/2001/XMLSchema#decimal>',)]


def test_a_symmetric_fact_is_one_edge_whichever_way_it_is_told() -> None:
    there = Statement("重庆高新区", "cooperatesWith", "西部(重庆)科学城", (evidence("重庆高新区与"),))
    back = Statement("西部(重庆)科学城", "cooperatesWith", "重庆高新区", (evidence("科学城签署"),))
    assert len(ask(extraction(there, back), "SELECT ?s ?o { ?s rc:cooperatesWith ?o }")) == 1
    assert len(ask(extraction(there, back), "SELECT ?c { ?c a rc:Claim }")) == 2


def test_a_claim_keeps_the_most_confident_rule_of_one_place() -> None:
    both = (evidence("重庆", confidence=0.5, rule="weak"), evidence("重庆", confidence=0.8, rule="strong"))
    fact = Statement("重庆高新区", "partOf", "西部(重庆)科学城", both)
    assert ask(extraction(fact), "SELECT ?r { ?c rc:rule ?r }") == [('"strong"',)]


def test_a_statement_about_nothing_known_is_an_error() -> None:
    with pytest.raises(KgError, match=r"报/2021 05: .*'丙'"):
        list(quads(extraction(Statement("重庆高新区", "partOf", "丙", (evidence("重庆"),)))))
    with pytest.raises(KgError, match="not a number: '数亿'"):
        list(quads(extraction(Statement("重庆高新区", "area", Value("数亿", "decimal"), (evidence("重庆"),)))))


@given(st.text(), st.text(min_size=1), st.text(min_size=1))
def test_any_text_and_name_is_stored_as_it_is(text: str, name: str, article_id: str) -> None:
    article = Article(article_id, "x", name, None, text)
    data = Extraction(article, (Entity(name, ("Park",), (name,)),), ())
    found = list(quads(data))
    store = ox.Store()
    store.extend(found)
    assert set(store) == set(found)
    assert set(ox.parse(ox.serialize(found, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)) == set(found)
    (kept,) = (quad.object.value for quad in found if quad.predicate.value == v.TEXT)
    assert len(kept) == len(text)


@given(st.lists(st.text(min_size=1), unique=True, min_size=2))
def test_different_names_have_different_iris(names: list[str]) -> None:
    data = Extraction(Article("x", "x", "", None, ""), tuple(Entity(name, ("Park",), (name,)) for name in names), ())
    subjects = {quad.subject for quad in quads(data) if quad.predicate.value == v.LABEL}
    assert len(subjects) == len(names)


def test_no_blank_nodes_and_nothing_twice(gold_extractions: list[Extraction]) -> None:
    for data in gold_extractions:
        found = list(quads(data))
        assert len(found) == len(set(found))
        assert not any(isinstance(term, ox.BlankNode) for quad in found for term in (quad.subject, quad.object))
        # Stores normalise literals: what we write must be what they give back.
        store = ox.Store()
        store.extend(found)
        assert set(store) == set(found)


def test_the_scorer_reads_gold_as_perfect(gold_extractions: list[Extraction], tmp_path: Path) -> None:
    import json
    import subprocess
    import sys

    graph = tmp_path / "gold.nq"
    graph.write_bytes(ox.serialize((q for data in gold_extractions for q in quads(data)), format=ox.RdfFormat.N_QUADS))
    gold = Path(__file__).parents[1] / "gold"
    command = [sys.executable, str(gold / "score.py"), str(gold / "dev"), "--graph", str(graph), "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    assert figures["entities"]["f1"] == figures["facts"]["f1"] == figures["facts relaxed"]["f1"] == 1.0
    assert figures["entities"]["gold"] > 600

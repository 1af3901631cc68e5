"""Every ready question, asked of the annotated articles; what binding lets into a query; what an example promises."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, UnknownNameError
from kg.graph import Graph
from kg.learn.gold import GoldArticle
from kg.model import Article, Entity, Evidence, Extraction, Span, Statement, Value
from kg.query import Parameter, Question, bind, question, questions
from kg.query.ready import literal
from kg.rdf import article_iri, quads
from kg.store import Rows, Store
from kg.vocabulary import BASE

NAMES = [ready.name for ready in questions()]
# What a required parameter is told where a test wants any answer.
ANY = {"name": "重庆高新区", "text": "合作"}


def rows(graph: Graph, asked: str, **arguments: Any) -> list[dict[str, Any]]:
    answer = graph.query(asked, **arguments)
    assert isinstance(answer, Rows)
    return [row.asdict() for row in answer]


def needed(ready: Question) -> dict[str, str]:
    return {parameter.name: ANY[parameter.kind] for parameter in ready.parameters if parameter.required}


def example_arguments(ready: Question) -> dict[str, Any]:
    words = shlex.split(ready.example)
    assert words[:3] == ["kg", "query", ready.name]
    arguments: dict[str, list[str]] = {}
    for word in words[3:]:
        if word.startswith("--"):
            values = arguments.setdefault(word[2:], [])
        else:
            values.append(word)
    return {name: values[0] if len(values) == 1 else values for name, values in arguments.items()}


def test_there_are_enough() -> None:
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_question_answers_for_people(graph: Graph, name: str) -> None:
    found = rows(graph, name, **needed(question(name)))
    assert found
    for row in found:
        # Names and words, no IRIs of ours.
        assert not [value for value in row.values() if str(value).startswith(BASE)], row
    assert len({tuple(row.values()) for row in found}) == len(found), "a row twice"


@pytest.mark.parametrize("name", NAMES)
def test_its_example_works_and_finds_something(graph: Graph, name: str) -> None:
    assert rows(graph, name, **example_arguments(question(name)))


@pytest.mark.parametrize("name", NAMES)
def test_its_header_tells_every_slot(name: str) -> None:
    ready = question(name)
    slots = {b or a for a, b in re.findall(r"VALUES \?(\w+) \{ UNDEF \}(?: # (\w+))?", ready.sparql)}
    slots |= set(re.findall(r"LIMIT \d+ # (\w+)", ready.sparql))
    told = {
        parameter.name + (str(number) if parameter.count > 1 else "")
        for parameter in ready.parameters
        for number in range(1, parameter.count + 1)
    }
    assert slots == told
    assert ready.title and ready.english and ready.about.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_building_changes_no_answer(graph: Graph, graph_built_backwards: Graph, name: str) -> None:
    arguments = needed(question(name))
    assert rows(graph, name, **arguments) == rows(graph_built_backwards, name, **arguments)


def test_agreements_between_two(graph: Graph) -> None:
    both = rows(graph, "agreements", between=["重庆高新区", "成都高新区"])
    memorandum = [row for row in both if row["agreement"] == "政务服务跨省通办合作备忘录"]
    assert len(memorandum) == 2, "told in both founding articles"
    for row in memorandum:
        assert row["signed"] == "2021-03-26"
        assert {"重庆高新区", "成都高新区"} <= set(row["parties"].split("、"))
        assert row["quote"] and row["article"] and row["published"]
    of_one = rows(graph, "agreements", of="重庆高新区")
    assert {row["agreement"] for row in both} <= {row["agreement"] for row in of_one}
    assert {row["signed"][:4] for row in rows(graph, "agreements", year=2021)} == {"2021"}


def test_partners_in_both_directions(graph: Graph) -> None:
    assert "成都高新区" in {row["partner"] for row in rows(graph, "partners", of="重庆高新区")}
    assert "重庆高新区" in {row["partner"] for row in rows(graph, "partners", of="成都高新区")}
    assert "重庆高新区" not in {row["partner"] for row in rows(graph, "partners", of="重庆高新区")}


def test_projects_of_a_park_are_those_in_its_parts_too(graph: Graph) -> None:
    found = rows(graph, "projects", park="西部（重庆）科学城")
    assert {row["relation"] for row in found} <= {"位于", "建设", "参与", "投资"}
    assert found
    started = rows(graph, "projects", park="西部（重庆）科学城", status="started")
    assert {row["status"] for row in started} <= {"开工"}


def test_status_is_in_order_and_filtered(graph: Graph) -> None:
    order = ["拟建", "签约", "开工", "在建", "建成"]
    found = [order.index(row["status"]) for row in rows(graph, "projects-by-status")]
    assert found == sorted(found) and len(set(found)) == 5
    assert {row["status"] for row in rows(graph, "projects-by-status", status="completed")} == {"建成"}
    assert rows(graph, "projects-by-status", status="建成") == rows(graph, "projects-by-status", status="completed")


def test_investment_is_exact_and_the_largest_first(graph: Graph) -> None:
    found = rows(graph, "investment")
    sums = [int(row["yuan"]) for row in found]
    assert sums == sorted(sums, reverse=True)
    assert {35150000000, 30000000000, 163200000000} <= set(sums)
    assert len(found) == len({(r["name"], r["kind"], r["yuan"], r["article"], r["quote"]) for r in found})
    assert all(
        value >= 10**11 for value in (int(r["yuan"]) for r in rows(graph, "investment", least="100,000,000,000"))
    )


def _project(sums: list[Value], article: str) -> Extraction:
    text = "甲项目位于乙园区，总投资见下。"
    says = Evidence(Span(0, len(text)), text, "test", 1.0)
    entities = Entity("甲项目", ("Project",), ("甲项目",)), Entity("乙园区", ("Park",), ("乙园区",))
    statements = [Statement("甲项目", "totalInvestment", value, (says,)) for value in sums]
    statements.append(Statement("甲项目", "locatedIn", "乙园区", (says,)))
    return Extraction(Article(article, article, article, "2021", text), entities, tuple(statements))


def _graph_of(*extractions: Extraction) -> Graph:
    store = Store.in_memory()
    for extraction in extractions:
        store.replace_article(article_iri(extraction.article.id, BASE), quads(extraction))
    return Graph(store)


def test_other_currencies_never_mix_with_yuan() -> None:
    graph = _graph_of(_project([Value("300", "decimal"), Value("500", "decimal", "USD")], "a"))
    assert [row["yuan"] for row in rows(graph, "investment")] == [300]
    assert [(row["place"], row["yuan"]) for row in rows(graph, "totals")] == [("乙园区", 300)]


def test_a_sum_that_two_articles_tell_counts_once() -> None:
    graph = _graph_of(_project([Value("300", "decimal")], "a"), _project([Value("300", "decimal")], "b"))
    assert [(row["projects"], row["yuan"]) for row in rows(graph, "totals")] == [(1, 300)]
    assert [row["article"] for row in rows(graph, "investment")] == ["a", "b"]


def test_totals_count_each_project_once(graph: Graph) -> None:
    for row in rows(graph, "totals"):
        assert row["projects"] >= 1 and row["yuan"] > 0


def test_members_of_an_alliance_and_alliances_of_a_member(graph: Graph) -> None:
    name = "成渝地区双城经济圈高新技术产业开发区协同创新战略联盟"
    members = {row["member"] for row in rows(graph, "members", alliance=name)}
    assert "重庆高新区" in members
    assert {row["alliance"] for row in rows(graph, "members", of="重庆高新区")} >= {name}


def test_the_timeline_is_in_order_and_cut(graph: Graph) -> None:
    dates = [row["date"] for row in rows(graph, "timeline")]
    assert dates == sorted(dates)
    cut = [row["date"] for row in rows(graph, "timeline", from_="2021-03", to="2021-06")]
    assert cut and all(date == "2021" or "2021-03" <= date[:7] <= "2021-06" for date in cut)
    assert "2021-03-26" in {row["date"] for row in rows(graph, "timeline", of="政务服务跨省通办合作备忘录")}


def test_evidence_is_exact(graph: Graph, golds: list[GoldArticle]) -> None:
    texts = {gold.article.title: gold.article.text for gold in golds}
    found = rows(graph, "evidence", about="重庆高新区", and_="成都高新区", fact="cooperatesWith")
    assert found
    for row in found:
        assert row["predicate"] == "cooperatesWith"
        assert {row["subject"], row["object"]} == {"重庆高新区", "成都高新区"}
        assert texts[row["article"]][row["start"] : row["end"]] == row["quote"]


def test_central_counts_partners(graph: Graph) -> None:
    found = rows(graph, "central", top=5)
    assert len(found) == 5
    first = found[0]
    assert first["partners"] == len({row["partner"] for row in rows(graph, "partners", of=first["name"])})


def test_search_finds_words(graph: Graph) -> None:
    assert all("政务服务" in row["quote"] for row in rows(graph, "search", text="政务服务"))
    assert rows(graph, "search", text='"} UNION { ?s ?p ?o } #') == []


def test_articles_are_all_there(graph: Graph, golds: list[GoldArticle]) -> None:
    assert {row["id"] for row in rows(graph, "articles")} == {gold.article.id for gold in golds}


def test_names_are_found_by_any_spelling(graph: Graph) -> None:
    wide = rows(graph, "projects", park="西部(重庆) 科学城")
    assert wide == rows(graph, "projects", park="西部（重庆）科学城")


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("agreements", {"by": "x"}, "no parameter 'by'; it takes of, between, year"),
        ("agreements", {"between": ["重庆高新区"]}, "--between takes 2, not 1"),
        ("agreements", {"year": "21"}, "'21' is not a year"),
        ("agreements", {"year": "2021 } #"}, "is not a year"),
        ("projects", {}, "tell it --park"),
        ("projects", {"park": "重庆高新区", "status": "done"}, "use one of planned, signed"),
        ("investment", {"least": "-1"}, "not a plain number"),
        ("central", {"top": "ten"}, "not a whole number"),
        ("central", {"type": "Parks"}, "not a type"),
        ("nothing", {}, "no such question; ask one of agreements"),
    ],
)
def test_wrong_arguments_are_told_in_one_line(graph: Graph, name: str, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(QueryError) as caught:
        graph.query(name, **arguments)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_an_unknown_name_offers_the_nearest(graph: Graph) -> None:
    with pytest.raises(UnknownNameError, match=r"重庆高新圆: no entity bears this name; nearest: 重庆高新区"):
        graph.query("partners", of="重庆高新圆")


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_breaks_out_of_its_literal(text: str) -> None:
    store = Store.in_memory()
    (row,) = store.select(f"SELECT ?x {{ BIND({literal(text)} AS ?x) }}")
    assert row[0] == text


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_argument_adds_to_a_query(text: str) -> None:
    bound = bind(question("search"), {"text": text}, lambda name: [])
    assert bound.replace(f"{{ {literal(text)} }}", "{ UNDEF }") == question("search").sparql
    Store.in_memory().select(bound)


def test_a_line_that_starts_from_a_parameter_is_a_remark_until_it_is_bound() -> None:
    sparql = "SELECT * {\n  VALUES ?of { UNDEF }\n  # of? ?x rdf:subject ?of .\n  ?x a ?y\n}"
    ready = Question("q", "题", "q", "q", "q", (Parameter("of", "name", 1, False, "whose"),), sparql)
    assert bind(ready, {}, find=lambda name: [name]) == sparql
    bound = bind(ready, {"of": "urn:x"}, find=lambda name: [name])
    assert bound == "SELECT * {\n  VALUES ?of { <urn:x> }\n  ?x rdf:subject ?of .\n  ?x a ?y\n}"

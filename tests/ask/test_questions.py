"""Tables of questions over gold annotations: what is answered rightly, what must not be answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kg.ask import Answer, ask
from kg.graph import Graph
from kg.tables import read_rows

HERE = Path(__file__).parent
TODAY = date(2023, 6, 1)
TRUTHS = {"yes": True, "no": False, "unknown": None}
LEAST = 0.9  # of the questions that have an answer


def table(name: str) -> list[tuple[str, str]]:
    return [(row["question"], row["expected"]) for _, row in read_rows(HERE / name, ("question", "expected"))]


def plain(text: str) -> str:
    return text.replace(" ", "").replace("（", "(").replace("）", ")")


def said(answer: Answer) -> set[str]:
    return {plain(item.text if item.value is None else str(item.value)) for item in answer.items}


def right(expected: str, answer: Answer) -> bool:
    """True where the answer is what the table says; see the head of questions.tsv."""
    if expected == "declined" or not answer.understood:
        return expected == "declined" and not answer.understood
    if expected in TRUTHS:
        return answer.aim == "whether" and answer.truth is TRUTHS[expected]
    if expected in ("*", "nothing"):
        return bool(answer.items) == (expected == "*") and answer.truth is None
    if expected.startswith(("= ", "sum ")):
        return answer.total == Decimal(expected.split()[1]) and answer.aim == ("count" if expected[0] == "=" else "sum")
    wanted = [plain(item) for item in expected.split("|")]
    must = {item for item in wanted if not item.startswith("?")}
    return must <= said(answer) <= {item.lstrip("?") for item in wanted}


@pytest.mark.parametrize("name", ["questions.tsv", "phrasings.tsv", "declined.tsv", "unseen.tsv", "third.tsv"])
def test_questions(graph: Graph, name: str) -> None:
    rows = [(question, expected, ask(graph, question, today=TODAY)) for question, expected in table(name)]
    answerable = [row for row in rows if row[1] != "declined"]
    wrong = [f"{q}: {a.text} ({a.reading})" for q, expected, a in answerable if not right(expected, a)]
    assert len(wrong) <= (1 - LEAST) * len(answerable), "\n".join(wrong)
    confident = [f"{q}: {a.text} ({a.reading})" for q, expected, a in rows if expected == "declined" and a.understood]
    assert not confident, "answered, but must not be:\n" + "\n".join(confident)


def test_the_tables_are_large_enough() -> None:
    assert len(table("questions.tsv")) >= 120
    assert (
        sum(expected == "declined" for name in ("questions.tsv", "declined.tsv") for _, expected in table(name)) >= 40
    )


def test_every_answer_shows_words_of_an_article(graph: Graph) -> None:
    texts = {
        str(row[0]): str(row[1])
        for row in graph.store.select("SELECT ?id ?t { ?a dcterms:identifier ?id ; rc:text ?t }")
    }
    for question, _ in table("questions.tsv"):
        answer = ask(graph, question, today=TODAY)
        for item in answer.items if answer.aim != "names" else ():
            assert item.evidence, (question, item.text)
            for claim in item.evidence:
                assert texts[claim.article][claim.start : claim.start + len(claim.quote)] == claim.quote


def test_what_is_shown_as_sparql_is_what_was_asked(graph: Graph) -> None:
    answer = ask(graph, "重庆高新区和成都高新区签了哪些协议？", today=TODAY)
    assert answer.queries[0].name == "things"
    found = graph.store.select(answer.queries[0].sparql)
    assert {str(row[0]) for row in found} == {item.iri for item in answer.items}

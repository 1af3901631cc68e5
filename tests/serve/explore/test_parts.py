"""What pages are made of: marked texts, pairs, sums, pictures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.explore import links
from kg.serve.explore.claims import Claim, context
from kg.serve.explore.editor import declared
from kg.serve.explore.index import Article, Fact, Index, Thing
from kg.serve.explore.marking import marked
from kg.serve.explore.neighbours import MOST, picture
from kg.serve.explore.pairs import Pair, counted
from kg.serve.explore.sums import Sum, Total, _placed
from kg.vocabulary import BASE


def _index(facts: list[Fact], types: dict[str, str], articles: list[Article] | None = None) -> Index:
    told = {iri: sum(iri in (f.subject, f.object) for f in facts) for iri in types}
    things = {iri: Thing(iri, iri.removeprefix(BASE), (iri,), (kind,), 1, told[iri]) for iri, kind in types.items()}
    return Index(BASE, things, facts, {article.iri: article for article in articles or []})


@given(st.text("甲乙丙\n。", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_marking_keeps_every_character_and_covers_every_quote(text: str, places: list[tuple[int, int]]) -> None:
    places = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in places]
    paragraphs = marked(text, places)
    assert "".join("".join(p.text for p in line) for line in paragraphs) == text.replace("\n", "")
    for n, (a, b) in enumerate(places):
        covered = "".join(p.text for line in paragraphs for p in line if n in p.quotes)
        assert covered == text[a:b].replace("\n", "")


@given(st.text("甲乙。！\n ", min_size=1, max_size=80), st.data())
def test_a_quote_stands_whole_in_its_context(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    claim = Claim("c", Fact("s", "area", "1"), text[start:end], start, end, "asserted", 1.0, "r", "a", "", "")
    before, words, after = context(text, claim)
    assert words == text[start:end]
    assert text[:start].endswith(before) and text[end:].startswith(after)


def test_a_quote_is_shown_in_its_sentence() -> None:
    text = "第一句。甲方和乙方今天签约，双方高兴。第三句。"
    start = text.index("乙方")
    claim = Claim("c", Fact("s", "area", "1"), "乙方", start, start + 2, "asserted", 1.0, "r", "a", "", "")
    assert context(text, claim) == ("甲方和", "乙方", "今天签约，双方高兴。")


@pytest.mark.parametrize(
    "name", ["重庆高新区", "西部(重庆)科学城%20A%2FB", "a/x1/协议-1", "article/2021/05", "%2E%2E", "a'b!$&"]
)
def test_addresses_lead_back_to_their_iri(name: str) -> None:
    index = _index([], {})
    address = links.href(index, BASE + name)
    assert address.isascii()
    assert links.iri_at(index, address.removeprefix(links.HERE)) == BASE + name


def test_iris_of_elsewhere_have_addresses_too() -> None:
    assert links.href(_index([], {}), "urn:x:甲?#") == "/id/?iri=urn%3Ax%3A%E7%94%B2%3F%23"
    assert links.outside("javascript:alert(1)") == links.outside("//x") == links.outside("http://[") == ""
    assert links.outside("https://example.org/a?b") == "https://example.org/a?b"


def test_the_foremost_neighbours_stand_apart() -> None:
    me = BASE + "甲"
    facts = [Fact(me, "cooperatesWith", f"{BASE}{n}") for n in range(40)]
    index = _index(facts, {me: "Park"} | {f"{BASE}{n}": "Region" for n in range(40)})
    drawn = picture(index, me)
    assert drawn and len(drawn.around) == MOST and drawn.more == 40 - MOST
    places = {(one.left, one.y) for one in drawn.around}
    assert len(places) == MOST
    assert picture(index, BASE + "nobody") is None


def test_copies_of_an_article_count_once_in_a_pair() -> None:
    a, b = BASE + "甲", BASE + "乙"
    articles = [Article(f"a{n}", f"a{n}", "", "2021-05", "", "a0" if n < 3 else f"a{n}") for n in range(4)]
    index = _index([], {a: "Park", b: "Region"}, articles)
    pair = Pair(a, b, {"x": "2020", "y": ""}, dict.fromkeys(f"a{n}" for n in range(4)), True)
    assert [(c.agreements, c.articles) for c in counted(index, [pair])] == [(2, 2)]
    assert [(c.agreements, c.articles) for c in counted(index, [pair], year="2020")] == [(1, 0)]
    assert [(c.agreements, c.articles) for c in counted(index, [pair], year="2021")] == [(1, 2)]
    assert counted(index, [pair], year="2019") == counted(index, [pair], kind="Park") == []


def test_a_part_of_a_project_is_not_added_to_the_whole() -> None:
    whole, part = BASE + "全", BASE + "段"
    index = _index([Fact(part, "partOf", whole)], {whole: "Project", part: "Project"})
    sums = [
        Sum(Fact(x, "totalInvestment", "1"), Decimal(n), m, frozenset(), ())
        for x, n, m in ((whole, 10, "asserted"), (part, 4, "planned"))
    ]
    owners = {(one.fact.subject, "", "totalInvestment") for one in sums}
    placed = [_placed(one, index, {part: [whole]}, owners) for one in sums]
    assert [one.within for one in placed] == ["", whole]
    total = Total()
    for one in placed:
        total.add(one)
    assert (total.whole, total.planned, total.things) == (10, 0, 1)


def test_a_query_declares_the_prefixes_that_it_uses() -> None:
    query = 'SELECT * { ?s rc:x ?o ; rdfs:label "skos:no"@zh FILTER(?o != <http://x/prov:y>) } # oa:no'
    assert declared(query).splitlines()[:-1] == [
        "PREFIX rc: <https://w3id.org/regional-cooperation/ontology#>",
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
    ]
    assert declared(declared(query)) == declared(query)

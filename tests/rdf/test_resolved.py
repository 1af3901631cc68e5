"""resolved(): an article's own words as a part of the whole; and back again."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg import vocabulary as v
from kg.model import Article, Entity, Evidence, Extraction, Modality, Span, Statement, Value
from kg.rdf import article_iri, quads, validate
from kg.rdf.reading_back import extraction, own_quads
from kg.rdf.resolved import Node, Part, ntriples, raw_claims, resolved, told_values

TEXT = "科学城管委会与乙公司合作，科学城、西部科学城2021年揭牌，或与丙市合作。"
IRI = article_iri("x", v.BASE)


def said(start: int, end: int, modality: Modality = "asserted", confidence: float = 0.8) -> tuple[Evidence, ...]:
    return (Evidence(Span(start, end), TEXT[start:end], "rule", confidence, modality),)


def read() -> Extraction:
    entities = (
        Entity("科学城", ("Park",), ("科学城",)),
        Entity("西部科学城", ("Park", "Project"), ("西部科学城", "西部城")),
        Entity("乙公司", ("Company",), ("乙公司",)),
        Entity("丙市", ("Region",), ("丙市",)),
    )
    statements = (
        Statement("科学城", "cooperatesWith", "乙公司", said(0, 12)),
        Statement("科学城", "establishedOn", Value("2021", "gYear"), said(13, 29)),
        Statement("西部科学城", "establishedOn", Value("2021", "gYear"), said(13, 29, confidence=0.9)),
        Statement("西部科学城", "cooperatesWith", "科学城", said(13, 22)),
        Statement("丙市", "cooperatesWith", "科学城", said(30, 35, "possible")),
    )
    return Extraction(Article("x", "x.txt", "题", "2021-05", TEXT, "https://example.org/"), entities, statements)


RAW = ntriples(quads(read()))
MERGED = {
    v.BASE + name: Node(v.BASE + "西部(重庆)科学城", "西部(重庆)科学城") for name in ("科学城", "西部科学城")
}  # fmt: skip


def made(part: Part) -> list[ox.Quad]:
    found = resolved(RAW, IRI, part)
    assert [str(wrong) for wrong in validate(found)] == []
    return found


def objects(found: Iterable[ox.Quad], predicate: str, subject: str = "") -> list[str]:
    return sorted(
        getattr(q.object, "value", "")
        for q in found
        if q.predicate.value == predicate and (not subject or str(q.subject) == f"<{subject}>")
    )


def claims(found: Iterable[ox.Quad]) -> int:
    return sum(getattr(quad.object, "value", "") == v.CLAIM for quad in found)


def test_nothing_decided_changes_nothing() -> None:
    assert ntriples(made(Part())) == RAW


def test_merged_nodes_bear_one_label_and_all_names() -> None:
    found = made(Part(MERGED))
    node = v.BASE + "西部(重庆)科学城"
    assert objects(found, v.LABEL, node) == ["西部(重庆)科学城"]
    assert objects(found, v.ALT_LABEL, node) == ["科学城", "西部城", "西部科学城"]
    assert objects(found, v.TYPE, node) == [v.RC + "Park", v.RC + "Project"]
    assert not [quad for quad in found if v.BASE + "科学城>" in str(quad)]


def test_a_fact_told_under_two_names_in_one_place_is_one_claim_the_surer_one() -> None:
    found = made(Part(MERGED))
    dates = [q for q in found if q.predicate.value == v.CLAIM_PREDICATE and "establishedOn" in str(q.object)]
    assert len(dates) == 1
    (sure,) = [q.object.value for q in found if q.subject == dates[0].subject and q.predicate.value == v.CONFIDENCE]
    assert sure == "0.9"


def test_nothing_cooperates_with_itself() -> None:
    found = made(Part(MERGED))
    assert claims(found) == 3
    assert objects(found, v.RC + "cooperatesWith") in (["西部"], [v.BASE + "西部(重庆)科学城"], [v.BASE + "乙公司"])


def test_a_symmetric_fact_keeps_the_smaller_side_first() -> None:
    for name in ("一城", "龙城"):
        node = {v.BASE + "科学城": Node(v.BASE + name, name)}
        found = [q for q in made(Part(node)) if q.predicate.value == v.RC + "cooperatesWith"]
        assert all(str(q.subject) < str(q.object) for q in found)


def test_a_finer_value_is_the_object_and_what_the_article_tells_is_kept() -> None:
    day = ("2021-03-26", v.PREFIXES["xsd"] + "date")
    (claim,) = [row[0] for row in told_values(RAW) if row[1] == v.BASE + "科学城"]
    found = made(Part(values={claim: day}))
    assert objects(found, v.RC + "establishedOn", v.BASE + "科学城") == ["2021-03-26"]
    assert objects(found, v.TOLD_VALUE, claim) == ["2021"]
    assert objects(found, v.CLAIM_OBJECT, claim) == ["2021-03-26"]


def test_rejected_claims_go_with_their_edges_and_accepted_ones_are_certain() -> None:
    every = raw_claims(RAW)
    first, *others = sorted(every)
    found = made(Part(accepted=frozenset([first]), rejected=frozenset(others)))
    assert claims(found) == 1
    assert objects(found, v.CONFIDENCE, first) == ["1"] and objects(found, v.JUDGEMENT, first) == ["accepted"]
    edges = [q for q in found if q.predicate.value.removeprefix(v.RC) in v.PREDICATES]
    assert len(edges) == (every[first][v.MODALITY] in v.EDGE_MODALITIES)


def test_a_type_that_a_person_gave_stands_alone() -> None:
    node = {v.BASE + "西部科学城": Node(v.BASE + "西部科学城", "西部科学城", ("Project",))}
    assert objects(resolved(RAW, IRI, Part(node)), v.TYPE, v.BASE + "西部科学城") == [v.RC + "Project"]


def test_a_graph_gives_back_what_it_was_made_from() -> None:
    base, back = extraction(quads(read()), IRI)
    assert base == v.BASE and back.article == Article("x", "x", "题", "2021-05", TEXT, "https://example.org/")
    assert ntriples(quads(back)) == RAW
    day = ("2021-03-26", v.PREFIXES["xsd"] + "date")
    part = Part(values={row[0]: day for row in told_values(RAW)}, accepted=frozenset(raw_claims(RAW)))
    own = ntriples(own_quads(resolved(RAW, IRI, part)))
    assert raw_claims(own).keys() == raw_claims(RAW).keys()
    assert {claim: said[v.CLAIM_OBJECT] for claim, said in raw_claims(own).items()} == {
        claim: said[v.CLAIM_OBJECT] for claim, said in raw_claims(RAW).items()
    }

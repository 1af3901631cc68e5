"""IRIs of the graph lead to pages for people and to RDF for programs, at one address."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from rdflib import Graph, URIRef
from starlette.testclient import TestClient

from kg.vocabulary import BASE

PARK = "重庆高新区"
PATH = "/id/" + quote(PARK)


@pytest.mark.parametrize(
    ("accept", "kind", "format"),
    [
        ("text/turtle", "text/turtle", "turtle"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("text/html;q=0.5, text/turtle", "text/turtle", "turtle"),
    ],
)
def test_programs_get_rdf(site: TestClient, accept: str, kind: str, format: str) -> None:
    answer = site.get(PATH, headers={"accept": accept})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind)
    assert "accept" in answer.headers["vary"].lower()
    assert any(s == URIRef(BASE + PARK) for s, _, _ in Graph().parse(data=answer.text, format=format))


@pytest.mark.parametrize(
    "accept", ["text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"]
)
def test_browsers_get_the_page(site: TestClient, accept: str) -> None:
    answer = site.get(PATH, headers={"accept": accept})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'href="{PATH}?format=ttl"' in answer.text


def test_a_format_may_be_named(site: TestClient) -> None:
    assert site.get(PATH + "?format=ttl").headers["content-type"].startswith("text/turtle")


def test_claims_and_articles_have_addresses_too(site: TestClient) -> None:
    asked = "SELECT ?c ?a { ?c a rc:Claim ; prov:wasDerivedFrom ?a } LIMIT 1"
    row = site.get("/sparql", params={"query": asked}, headers={"accept": "application/json"}).json()["results"][
        "bindings"
    ][0]
    for iri in (row["c"]["value"], row["a"]["value"]):
        path = "/id/" + quote(iri.removeprefix(BASE), safe="/%")
        assert site.get(path).headers["content-type"].startswith("text/html")
        assert site.get(path, headers={"accept": "text/turtle"}).status_code == 200
        assert site.get("/id/", params={"iri": iri}).status_code == 200


def test_nothing_is_said_of_what_is_not_there(site: TestClient) -> None:
    for accept in ("text/html", "text/turtle"):
        assert site.get("/id/没有", headers={"accept": accept}).status_code == 404

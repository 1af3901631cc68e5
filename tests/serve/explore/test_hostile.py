"""Names, titles, quotes and addresses that mean harm are words on every page, and nothing else."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.serve.explore.conftest import HARM
from tests.serve.explore.crawling import check, crawl, parsed


def test_every_page_of_a_hostile_graph_is_harmless(hostile: TestClient) -> None:
    seen = crawl(hostile, ["/", "/checks?show=doubtful"], each=14, skip=("/network", "/sparql"))
    assert set(seen.values()) == {200}, [a for a, s in seen.items() if s != 200]
    assert sum(address.startswith("/id/") for address in seen) > 12


@pytest.mark.parametrize("name", HARM)
def test_what_is_typed_comes_back_as_words(hostile: TestClient, name: str) -> None:
    for address in (
        "/search?q=",
        "/ask?q=",
        "/articles?q=",
        "/list/Park?q=",
        "/query?query=",
        "/questions/partners?of=",
        "/id/",
        "/matrix?year=",
    ):
        answer = hostile.get(address + quote(name[:3000], safe=""))
        assert answer.status_code in (200, 400, 404), (address, answer.status_code)
        check(parsed(answer.text))


def test_suggestions_are_plain_text_of_a_bearable_length(hostile: TestClient) -> None:
    answer = hostile.get("/suggest?q=长")
    assert answer.headers["content-type"] == "application/json"
    assert 0 < len(answer.json()[0]["name"]) <= 60
    assert "\u202e" not in hostile.get("/suggest?q=甲").text


def test_long_names_are_cut_with_their_beginning_as_title(hostile: TestClient) -> None:
    text = hostile.get("/list/Park?q=长长").text
    assert "长" * 501 not in text and len(text) < 60_000
    address = parsed(text).xpath("//*[local-name()='tbody']//*[@class='thing']/@href")[0]
    assert len(address) < 3000 and hostile.get(address).status_code == 200


def test_saved_tables_hold_no_formulas(hostile: TestClient) -> None:
    cells = hostile.get("/list/Park.csv").text
    assert ',"=HYPERLINK' not in cells and "'=HYPERLINK" in cells


def test_the_network_page_is_sandboxed(hostile: TestClient) -> None:
    answer = hostile.get("/network?focus=" + quote("《<i>约</i>》"))
    if answer.status_code == 404:
        answer = hostile.get("/network")
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy and "allow-same-origin" not in policy and "unsafe-inline" not in policy

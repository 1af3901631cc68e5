"""Every page over the founding articles: it answers, is valid, leads nowhere that is not, and says what it must."""

from __future__ import annotations

import csv
from io import StringIO
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.serve.explore.crawling import check, crawl, parsed

CITY = "/id/" + quote("西部(重庆)科学城")
PAGES = (
    "/",
    "/search",
    "/search?q=重庆",
    "/search?q=政务服务",
    "/search?q=没有这个",
    "/ask",
    "/ask?q=重庆高新区和谁合作？",
    "/ask?q=今天天气怎么样",
    CITY,
    f"{CITY}?p=partOf&side=in",
    "/articles",
    "/articles?q=双区",
    "/list/Park",
    "/list/Fund?region=x",
    "/list/Agreement?sort=year&year=2021",
    "/matrix",
    "/matrix?by=agreements&year=2021&kind=Park",
    "/money",
    "/money?kind=Park&what=annualInvestment",
    "/questions",
    "/questions/agreements",
    "/questions/timeline?from=2021&to=2022",
    "/questions/agreements?between=重庆高新区&between=成都高新区",
    "/query",
    "/query?example=agreements",
    "/query?query=ASK{}&run=1",
    "/query?query=SELECT*{?s ?p ?o}LIMIT 3&run=1",
    "/query?example=4-network&run=1",
    "/checks",
    "/checks?show=same",
    "/pair?a=重庆高新区&b=成都高新区",
    "/fact?s=政务服务跨省通办合作备忘录&p=signedOn&v=2021-03-26",
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_answers_in_both_languages(site: TestClient, lang: str) -> None:
    for address in PAGES:
        answer = site.get(address, headers={"accept-language": lang})
        assert answer.status_code == 200, address
        assert answer.headers["content-language"] == lang
        page = parsed(answer.text)
        check(page)
        # A word that the table lacks is shown by its key.
        words = " ".join(page.itertext())
        assert not [
            key
            for key in ("nav-", "facet-", "about-", "param-", "kind-", "sort-", "by-", "verdict-")
            if f" {key}" in words
        ]


def test_no_link_leads_nowhere(site: TestClient) -> None:
    seen = crawl(site, ["/"], each=14, skip=("/network", "/sparql"))
    assert set(seen.values()) == {200}, [a for a, s in seen.items() if s != 200]
    assert len(seen) > 80


def test_what_is_not_there_is_said_kindly(site: TestClient) -> None:
    for address, status in (
        ("/id/没有", 404), ("/nothing", 404), ("/list/Prak", 404), ("/questions/nothing", 404), ("/fact", 400),
        ("/fact?s=重庆高新区&p=partOf&o=没有", 404), ("/pair?a=没有&b=重庆高新区", 404), ("/pair", 400),
        ("/query?query=SELEKT&run=1", 400), ("/id/%3Cscript%3E", 404), ("/fact?s=%3Cb%3E&p=partOf&o=x%22y", 400),
        ("/questions/partners?of=没有此名", 404), ("/questions/timeline?from=tomorrow", 400),
        ("/network?focus=没有", 404),
    ):  # fmt: skip
        answer = site.get(address)
        assert answer.status_code == status, (address, answer.text[:300])
        check(parsed(answer.text))
        assert answer.headers["x-frame-options"] == "DENY"


def test_a_thing_shows_its_facts_with_their_words_in_the_sentence(site: TestClient) -> None:
    page = parsed(site.get("/id/重庆高新区").text)
    marks = page.xpath("//*[local-name()='blockquote']//*[local-name()='mark']")
    assert len(marks) > 8
    heads = [
        " ".join(head.itertext()).split()[0]
        for head in page.xpath("//*[local-name()='section'][@class='group']/*[local-name()='h2']")
    ]
    assert {"合作", "签署"} <= set(heads)
    assert page.xpath("//*[local-name()='svg'][@role='group']//*[local-name()='a']")
    assert page.xpath("//*[@class='moments']//*[local-name()='time'][.='2021-03-26']")


def test_an_article_marks_every_quote_and_links_it_to_its_facts(site: TestClient) -> None:
    listed = parsed(site.get("/articles").text)
    address = listed.xpath("//*[local-name()='tbody']//*[local-name()='a']/@href")[0]
    page = parsed(site.get(address).text)
    targets = {"#" + name for name in page.xpath("//@id")}
    pieces = page.xpath("//*[@data-quotes]")
    assert len(pieces) > 20
    assert {piece.get("href") for piece in pieces} <= targets
    said = page.xpath("//*[@data-quote]//*[@class='words']/*[local-name()='a']/@href")
    assert len(said) > 20 and set(said) <= targets


def test_lists_are_narrowed_sorted_and_saved(site: TestClient) -> None:
    rows = list(csv.reader(StringIO(site.get("/list/Agreement.csv?year=2021").content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["iri", "name"] and len(rows) > 3
    page = parsed(site.get("/list/Agreement?year=2021").text)
    names = [
        " ".join(cell.itertext()).strip() for cell in page.xpath("//*[local-name()='tbody']//*[local-name()='th']")
    ]
    assert len(names) == len(rows) - 1
    assert len(names) < len(parsed(site.get("/list/Agreement").text).xpath("//*[local-name()='tbody']/*"))


def test_the_matrix_counts_what_both_signed(site: TestClient) -> None:
    rows = list(csv.DictReader(StringIO(site.get("/matrix.csv").content.decode("utf-8-sig"))))
    row = next(r for r in rows if {r["left"], r["right"]} == {"重庆高新区", "成都高新区"})
    asked = site.get(
        "/sparql",
        params={"query": "SELECT (COUNT(*) AS ?n) { ?x rc:signatory id:重庆高新区, id:成都高新区 }"},
        headers={"accept": "text/csv"},
    )
    assert int(row["agreements"]) == int(asked.text.split()[1]) > 0
    assert "重庆高新区" in site.get("/matrix").text


def test_a_name_that_was_merged_away_leads_to_what_it_became(site: TestClient) -> None:
    assert site.get("/questions/agreements.csv?of=重庆高新区").text.startswith("\ufeffagreement")


def test_the_theme_and_the_language_are_remembered(site: TestClient) -> None:
    assert 'data-theme="dark"' in site.get("/", headers={"cookie": "kg-theme=dark"}).text
    assert "data-theme=" not in site.get("/", headers={"cookie": "kg-theme=evil"}).text.split("<body")[0]
    assert (
        'href="?q=%E9%87%8D%E5%BA%86&amp;lang=en"' in site.get("/search?q=重庆", headers={"accept-language": "zh"}).text
    )

"""Goes along every link of a site, and looks at each page as a strict reader does."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urljoin, urlsplit

import html5lib
from lxml import etree
from starlette.testclient import TestClient

HTML = "{http://www.w3.org/1999/xhtml}"
# What html5lib, older than the standard of today, takes for an error and is none.
_ALLOWED = ("namespaced-attribute",)


def parsed(html: str) -> etree._Element:
    """The page; fails where it is no valid HTML."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=True)
    page = parser.parse(html)
    errors = [(place, code) for place, code, _ in parser.errors if code not in _ALLOWED]
    assert not errors, (errors[:5], html.splitlines()[errors[0][0][0] - 1][:300])
    return page.getroot()


def links(page: etree._Element) -> list[str]:
    """Every address that the page leads to or loads."""
    found = [
        value for element in page.iter() for key, value in element.attrib.items() if key in ("href", "src", "action")
    ]
    return [*found]


def check(page: etree._Element) -> None:
    """Nothing that runs but our files, no address but of the web, every id once, every field with a name."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.removeprefix(HTML)
        assert tag not in ("style", "iframe", "object", "embed", "base", "img"), tag
        if tag == "script":
            assert element.get("src", "").startswith("/assets/") and not (element.text or "").strip()
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on") and key != "style", (tag, key)
            if key in ("href", "src", "action"):
                assert urlsplit(value).scheme in ("", "http", "https"), value
        if tag in ("input", "select", "textarea") and element.get("type") not in ("hidden", "submit"):
            named = element.get("aria-label") or any(up.tag == HTML + "label" for up in element.iterancestors())
            assert named or page.xpath("//*[@for=$id]", id=element.get("id", "")), etree.tostring(element)[:200]
    ids = Counter(page.xpath("//@id"))
    assert not [name for name, n in ids.items() if n > 1]
    assert len(page.xpath("//*[local-name()='h1']")) == 1
    assert page.xpath("//*[local-name()='title']")[0].text.strip()


def crawl(client: TestClient, start: list[str], each: int, skip: tuple[str, ...] = ()) -> dict[str, int]:
    """Address -> status of everything that can be reached, at most `each` of a kind (the first part of the path)."""
    seen: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    todo = list(start)
    while todo:
        address = todo.pop(0).split("#")[0]
        parts = urlsplit(address)
        kind = (
            "/".join(parts.path.split("/")[: 3 if parts.path.startswith("/id/") else 2])
            if parts.path.startswith(("/id/article", "/id/claim"))
            else parts.path.split("/")[1]
        )
        if parts.scheme or parts.netloc or address in seen or kinds[kind] >= each or parts.path in skip:
            continue
        kinds[kind] += 1
        answer = client.get(address)
        seen[address] = answer.status_code
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
        if answer.headers["content-type"].startswith("text/html") and parts.path != "/network":
            page = parsed(answer.text)
            check(page)
            todo += [urljoin(address, link) for link in links(page)]
    return seen

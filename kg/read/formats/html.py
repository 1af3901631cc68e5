"""HTML: main text, title, date and address of a page; navigation, advertisements and comments stay out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.read.formats.page import Found, Opened, Page, Unreadable
from kg.read.formats.text import decoded
from kg.read.head import date_in, published

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_-]{3,20})[\"']")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# Names are many, code pages few: pages that say GB2312 hold characters of GBK, those that say Big5 of its extension.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
# How Chinese sites name the two (the first by the standard for government sites), the surest first.
_TITLE_NAMES = ("articletitle", "og:title", "twitter:title")
_DATE_NAMES = ("pubdate", "publishdate", "article:published_time", "og:published_time", "publish_time", "date")
_ADDRESS_NAMES = ("og:url",)
_BLOCKS = frozenset(
    (
        "p", "div", "section", "article", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "table", "ul", "ol",
        "dl", "dt", "dd", "blockquote", "pre", "header", "footer", "main",
    )
)  # fmt: skip
_HIDDEN = frozenset(("script", "style", "noscript", "template", "head", "title", "iframe", "svg", "select", "button"))
_HEAD = 60
_LONGEST_CELL = 200
_SITE = re.compile(r"(?:(?<!\s)\s++)?(?<![-_|—–])[-_|—–]++(?=..)\s*+[^-_|—–]{1,20}$")


def read(opened: Opened) -> Iterator[Found]:
    """The page's one article."""
    yield article(_decoded(opened.all()))


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096]) or _XML.match(data[:200])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        encoding = declared[1].decode("ascii").lower()
        try:
            return data.decode(_WIDER.get(encoding, encoding))
        except (LookupError, UnicodeDecodeError):
            pass  # Pages are often wrong about themselves; the bytes decide.
    return decoded(data)


def article(markup: str, *, fragment: bool = False) -> Page:
    """The article of a page, title first. `fragment`: all of it is the article (a feed's entry, a message).

    Raises Unreadable: no text in it.
    """
    tree = _tree(markup)
    said = _said(tree)
    whole = lines(tree)
    text = ("" if fragment else _main_text(tree)) or "\n".join(whole)
    if not text.strip():
        raise Unreadable("a page without text; save the page whole (its text may come from a script), or as text")
    title = None if fragment else _title(tree, said)
    # Where the headline is met further down, cleaning drops it there as a repeated one.
    if title and _solid(title) not in _solid(text[: len(title) + _HEAD]):
        text = f"{title}\n{text}"
    address = next((said[name] for name in _ADDRESS_NAMES if name in said), None) or _canonical(tree)
    date = next((found for name in _DATE_NAMES if (found := date_in(said.get(name, "")))), None)
    if date is None and not fragment:
        date = published(text) or published("\n".join(whole))
    return Page(text, title, date, address if address and address.startswith(("http://", "https://")) else None)


def _tree(markup: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(remove_comments=True, remove_pis=True)
        return document_fromstring(_DECLARATION.sub("", markup).replace("\x00", ""), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise Unreadable(f"no HTML ({error}); save the page anew") from error


def _main_text(tree: HtmlElement) -> str:
    """What trafilatura takes for the article; '' where it finds none. Changes the tree."""
    from trafilatura import extract

    for table in list(tree.iter("table")):
        _rows_to_lines(table)
    found = extract(
        tree, output_format="txt", include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    return found or ""


def _rows_to_lines(table: HtmlElement) -> None:
    """Make a table of data lines of its rows, so that what stands in one row stays together; layout stays as it is."""
    from lxml.html import Element

    rows = [[" ".join("".join(c.itertext()).split()) for c in row if c.tag in ("td", "th")] for row in table.iter("tr")]
    wide = [row for row in rows if len(row) > 1]
    if len(wide) < 2 or table.find(".//table") is not None or any(len(c) > _LONGEST_CELL for row in rows for c in row):
        return
    block = Element("div")
    block.tail = table.tail
    for row in rows:
        if line := " | ".join(filter(None, row)):
            paragraph = Element("p")
            paragraph.text = line
            block.append(paragraph)
    table.getparent().replace(table, block)


def _said(tree: HtmlElement) -> dict[str, str]:
    """What the page's `meta` elements say, by name in lower case; the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = str(element.get("name") or element.get("property") or "").strip().lower()
        if name and (content := " ".join(str(element.get("content") or "").split())):
            found.setdefault(name, content)
    return found


def _title(tree: HtmlElement, said: dict[str, str]) -> str | None:
    named = next((said[name] for name in _TITLE_NAMES if name in said), None)
    if named:
        return named
    heads = [" ".join("".join(h.itertext()).split()) for h in tree.iter("h1")]
    heads = [head for head in heads if len(head) >= 6]
    if len(heads) == 1:
        return heads[0]
    whole = next((" ".join((element.text or "").split()) for element in tree.iter("title")), "")
    # A page's title ends in the site's name: 两城携手共建产业园_新闻中心_某某市人民政府
    while (shorter := _SITE.sub("", whole)) != whole and len(shorter) >= 8:
        whole = shorter
    return whole or None


def _canonical(tree: HtmlElement) -> str | None:
    return next((e.get("href") for e in tree.iter("link") if str(e.get("rel") or "").lower() == "canonical"), None)


def lines(tree: HtmlElement) -> list[str]:
    """The text of the page as a browser shows it, a block a line; cells of a table's row are one line."""
    found: list[str] = [""]
    _walk(tree, found)
    return [line for part in found if (line := " ".join(part.split()).strip(" |"))]


def _walk(root: HtmlElement, found: list[str]) -> None:
    """In document order, without recursion: hostile pages nest deep."""
    stack: list[tuple[HtmlElement | str, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if isinstance(element, str):
            found[-1] += element
            continue
        name = element.tag if isinstance(element.tag, str) else ""
        if closing or name in _HIDDEN or not name:
            if name in _BLOCKS:
                found.append("")
            continue
        if name in _BLOCKS:
            found.append("")
        stack.append((element, True))
        for child in reversed(element):
            if child.tail:
                stack.append((str(child.tail), False))
            stack.append((child, False))
            if child.tag in ("td", "th") and child.getprevious() is not None:
                stack.append((" | ", False))
        if element.text:
            stack.append((str(element.text), False))


def _solid(text: str) -> str:
    return "".join(text.split())

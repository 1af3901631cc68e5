"""RSS and Atom: every entry that has a text is an article."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.read.formats.html import article
from kg.read.formats.page import Found, Opened, Page, Unreadable


def read(opened: Opened) -> Iterator[Found]:
    """The entries in the feed's order, named by what identifies them there: a feed that moves on keeps the names."""
    import feedparser

    found = feedparser.parse(io.BytesIO(opened.all()), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        problem = found.get("bozo_exception")
        why = f" ({' '.join(str(problem).split())[:100]})" if problem else ""
        raise Unreadable(f"a feed without entries{why}; fetch it anew")
    for number, entry in enumerate(found.entries, start=1):
        try:
            yield _page(entry, number)
        except Unreadable as error:
            yield Unreadable(str(error), f"entry {number}")


def _page(entry: Any, number: int) -> Page:
    contents = [c.get("value", "") for c in entry.get("content", ())] or [entry.get("summary", "")]
    markup = max(contents, key=len)
    title = " ".join(entry.get("title", "").split())
    if not markup.strip():
        raise Unreadable(f"{title[:40] or 'no title'}: the feed has no text of it; fetch the page itself")
    page = article(f"<div>{markup}</div>", fragment=True)
    link = entry.get("link", "")
    said = entry.get("id") or link
    name = hashlib.sha256(said.encode()).hexdigest()[:12] if said else str(number)
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    published = date(*moment[:3]).isoformat() if moment else None
    text = page.text if not title or title in page.text[:400] else f"{title}\n{page.text}"
    return Page(text, title or None, published, link if link.startswith(("http://", "https://")) else None, name)

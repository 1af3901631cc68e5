"""E-mail (`.eml`) and saved pages (`.mhtml`): the message's text, and attachments that are articles themselves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from kg.read.decode import NotText, decode
from kg.read.formats.page import Found, Opened, Page, Unreadable

_SHORTEST = 40  # characters: what is shorter is "see the attachment"


def read(opened: Opened) -> Iterator[Found]:
    """The message as an article named by the file, then its attachments, named below it."""
    from kg.read.formats.table import SUFFIXES, pages

    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(opened.all())
    attached = [(name, part) for part in message.iter_attachments() if (name := part.get_filename())]
    articles = [(n, part) for n, part in attached if PurePosixPath(n).suffix.lower() in SUFFIXES]
    try:
        page = _body(message)
    except Unreadable:
        page = None
        if not articles:
            raise
    if page and (not articles or len(page.text.strip()) >= _SHORTEST):
        yield page
    for name, part in articles:
        data = _bytes(part)
        below = str(PurePosixPath(name).with_suffix("").name)
        for found in pages(Opened(io.BytesIO(data), name, opened.depth + 1)):
            if isinstance(found, Unreadable):
                yield Unreadable(str(found), f"{name}: {found.name}" if found.name else name)
            elif found.whole:
                yield found
            else:
                yield replace(found, name=f"{below}/{found.name}" if found.name else below)


def _body(message: EmailMessage) -> Page:
    """The message's own text. A page saved as MHTML is its first HTML part."""
    saved = message.get("Snapshot-Content-Location")
    part = message.get_body(("related", "html") if saved else ("plain", "html", "related"))
    if part is None:
        raise Unreadable("a message without text; give its attachments as files")
    if part.get_content_maintype() == "multipart":
        part = next((p for p in part.walk() if p.get_content_type() == "text/html"), part)
    try:
        text = decode(_bytes(part))
    except NotText as error:
        raise Unreadable(f"its text: {error}") from error
    said = _declared(part)
    if said is not None:
        text = said
    if part.get_content_type() == "text/html":
        from kg.read.formats.html import article

        page = article(text, fragment=not saved)
        return page if saved else _headed(page, message)
    return _headed(Page(text), message)


def _headed(page: Page, message: EmailMessage) -> Page:
    """The message's subject and date, where its text has none of its own."""
    subject = " ".join(str(message.get("Subject") or "").split()) or None
    return replace(page, title=page.title or subject, published=page.published or _date(message))


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return None


def _bytes(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _declared(part: MIMEPart) -> str | None:
    """The text in the encoding that the message names; None where it names none or is wrong about it."""
    charset = str(part.get_content_charset() or "").lower()
    if not charset:
        return None
    try:
        return _bytes(part).decode("gb18030" if charset in ("gb2312", "gbk") else charset)
    except (LookupError, UnicodeDecodeError):
        return None

"""Addresses: of things, articles, claims and facts on this server, and back."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote, unquote, urlencode, urlsplit

from kg.rdf.iri import segment
from kg.serve.explore.index import Fact, Index

HERE = "/id/"
LONGEST = 700  # characters of an IRI or value that addresses bear
LONG = "~"
_SAFE = "/%:@!$()*+,=~-._"  # left as they are: what addresses bear, and the percent signs that are the IRI's own


def digest(text: str) -> str:
    """What stands in addresses for a text that is too long for them."""
    return LONG + sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def href(index: Index, iri: str) -> str:
    """The address of a thing, article or claim: its IRI's path below the base, else the IRI as a parameter."""
    if iri.startswith(index.base) and iri != index.base and len(iri) <= LONGEST:
        return HERE + quote(iri[len(index.base) :], safe=_SAFE)
    return f"{HERE}?{urlencode({'iri': short_id(index, iri)})}"


def iri_at(index: Index, raw_path: str) -> str:
    """The IRI that a path below `HERE` (as it came, percent-encoded) stands for."""
    return index.base + "/".join(segment(unquote(part)) for part in raw_path.split("/"))


def fact_href(index: Index, fact: Fact) -> str:
    """The address of the page with all evidence of a fact."""
    told = {"s": short_id(index, fact.subject), "p": fact.predicate}
    told |= {"o": short_id(index, fact.object)} if fact.linked else {"v": short_value(fact.object)}
    return "/fact?" + urlencode(told | ({"u": fact.unit} if fact.unit else {}))


def short_id(index: Index, iri: str) -> str:
    """An IRI without the base, for addresses; in place of one that is too long for them, its digest."""
    if len(iri) > LONGEST:
        return digest(iri)
    return iri.removeprefix(index.base) if iri != index.base else iri


def short_value(value: str) -> str:
    """A value for addresses; in place of one that is too long for them, its digest."""
    return digest(value) if len(value) > LONGEST else value


def full_iri(index: Index, written: str) -> str:
    """The IRI that `short_id` shortened; whole IRIs stay as they are."""
    if written.startswith(LONG) and written in (long := _long(index)):
        return long[written]
    return written if "://" in written or written.startswith("urn:") else index.base + written


def _long(index: Index) -> dict[str, str]:
    """Digest -> the IRI that is too long for addresses."""
    if index.long is None:
        index.long = {digest(iri): iri for iri in (*index.things, *index.articles) if len(iri) > LONGEST}
    return index.long


def outside(url: str) -> str:
    """A web address that may be linked to; empty for whatever is not http or https."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""

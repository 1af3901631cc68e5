"""Names -> IRIs that people can read: Chinese stays, only what an IRI's path forbids is percent-encoded (RFC 3987).

Below the base an entity is its name (`重庆高新区`), an article `article/ID`, a claim `claim/ID-DIGEST`, an entity whose
name is no name of its own `a/ID/战略合作协议-1`. A slash in a name is encoded, so that the four never meet.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kg.vocabulary import ARTICLES, CLAIMS

# unreserved | sub-delims | ":" | "@" | ucschar, by RFC 3987; characters that change the direction of the text are
# encoded too: they are invisible. Planes 1 to 14 end two code points early (noncharacters).
_UCSCHAR = "\u00a0-\u061b\u061d-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16 | (0x1000 if plane == 14 else 0))}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 15)
)
_FORBIDDEN = re.compile(rf"[^A-Za-z0-9\-._~!$&'()*+,;=:@{_UCSCHAR}]")
_DOTS = re.compile(r"\.{1,2}")


def _encoded(character: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in character.group().encode("utf-8", "replace"))


def segment(name: str) -> str:
    """One segment of an IRI's path; different names give different segments.

    >>> segment("西部(重庆)科学城 A/B 100%")
    '西部(重庆)科学城%20A%2FB%20100%25'
    """
    escaped = _FORBIDDEN.sub(_encoded, name)
    # A segment of dots alone means "here" or "above" to whoever resolves the IRI.
    return escaped.replace(".", "%2E") if _DOTS.fullmatch(escaped) else escaped


def path(text: str) -> str:
    """A path of segments: its slashes stay."""
    return "/".join(map(segment, text.split("/")))


@lru_cache(maxsize=8192)
def entity_iri(entity_id: str, local: bool, base: str) -> str:
    """The IRI of an entity by its id; `local` ids carry their context as a path.

    >>> entity_iri("重庆高新区", False, "https://example.org/id/")
    'https://example.org/id/重庆高新区'
    """
    return base + (path(entity_id) if local else segment(entity_id))


def article_iri(article_id: str, base: str) -> str:
    """The IRI of an article, and the name of its graph."""
    return f"{base}{ARTICLES}{path(article_id)}"


def claim_iri(article_id: str, base: str, *parts: str) -> str:
    """The IRI of a claim: the same parts (what is claimed, where) in the same article give the same IRI."""
    return f"{base}{CLAIMS}{path(article_id)}-{claim_digest(*parts)}"


def claim_digest(*parts: str) -> str:
    """The last part of a claim's IRI."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]

"""Templates -> pages, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.tables import read_rows

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")
COOKIE = "kg-language"


@cache
def environment() -> Environment:
    """Where templates are: `kg/serve/explore/templates`, then `kg/serve/templates`. Everything is escaped."""
    folders = [FileSystemLoader(HERE / "explore" / "templates"), FileSystemLoader(HERE / "templates")]
    return Environment(
        loader=ChoiceLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def language(request: Request) -> str:
    """zh or en: what `?lang=` says, else what was chosen before (a cookie), else what the browser prefers, else zh."""
    for wanted in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    from kg.serve.accept import ranked

    for tag in ranked(request.headers.get("accept-language", "")):
        if tag.split("-")[0].lower() in LANGUAGES:
            return tag.split("-")[0].lower()
    return LANGUAGES[0]


@cache
def words(*folders: Path) -> Mapping[str, Mapping[str, str]]:
    """Key -> language -> words of the interface, from `words.tsv` (columns key, zh, en) of each folder."""
    found: dict[str, Mapping[str, str]] = {}
    for path in [folder / "words.tsv" for folder in folders]:
        if path.exists():
            found |= {row["key"]: row for _, row in read_rows(path, ("key", *LANGUAGES))}
    return found


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """The template as a page. In it: `lang`, `t(key, **values)` for the interface's words, `request`, and `context`.

    A key that no table has is shown as it is, so that a page never fails for want of a word.
    """
    lang, table = language(request), words(HERE, HERE / "explore")

    def t(key: str, **values: Any) -> str | Markup:
        text = table.get(key, {}).get(lang, key)
        return text.format(**values) if values else text

    html = environment().get_template(template).render(request=request, lang=lang, t=t, languages=LANGUAGES, **context)
    response = HTMLResponse(html, status, headers={"Content-Language": lang, "Vary": "Accept, Accept-Language, Cookie"})
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, lang, max_age=365 * 86400, samesite="lax", httponly=True)
    return response

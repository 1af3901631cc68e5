"""The mechanism of pages: language, headers, errors, files."""

from __future__ import annotations

from starlette.requests import Request

from kg.serve.render import language


def _request(query: str = "", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": raw})


def test_the_language_is_what_is_asked_then_what_was_chosen_then_what_the_browser_prefers() -> None:
    assert language(_request("lang=en", cookie="kg-language=zh")) == "en"
    assert language(_request(cookie="kg-language=en", accept_language="zh")) == "en"
    assert language(_request(accept_language="fr, en-GB;q=0.8, zh;q=0.5")) == "en"
    assert language(_request(accept_language="fr")) == language(_request("lang=xx")) == "zh"

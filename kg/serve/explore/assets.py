"""Styles that come from tables: the colour and shape of each type, light and dark."""

from __future__ import annotations

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from kg.view.looks import looks

# vis-network's shapes as outlines of a box.
_CLIPS = {
    "dot": "circle(50%)",
    "hexagon": "polygon(25% 5%, 75% 5%, 100% 50%, 75% 95%, 25% 95%, 0 50%)",
    "diamond": "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)",
    "square": "inset(6% round 12%)",
    "star": "polygon(50% 0, 63% 36%, 100% 38%, 71% 61%, 81% 98%, 50% 77%, 19% 98%, 29% 61%, 0 38%, 37% 36%)",
    "triangle": "polygon(50% 4%, 100% 94%, 0 94%)",
    "triangleDown": "polygon(0 6%, 100% 6%, 50% 96%)",
}


@cache
def _types() -> str:
    light = [
        f".t-{look.type},.f-{look.type}{{--type:{look.light};--shape:{_CLIPS.get(look.shape, 'circle(50%)')}}}"
        for look in looks().values()
    ]
    dark = [f":is(.t-{look.type},.f-{look.type}){{--type:{look.dark}}}" for look in looks().values()]
    chosen = [f':root[data-theme="dark"] {rule}' for rule in dark]
    preferred = [f':root:not([data-theme="light"]) {rule}' for rule in dark]
    return "\n".join((*light, "@media (prefers-color-scheme: dark) {", *preferred, "}", *chosen, ""))


def types_css(request: Request) -> Response:
    """`/types.css`."""
    return Response(_types(), media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})

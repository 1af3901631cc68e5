"""The explorer: pages for people, each a function of a request. `kg/serve/app.py` tells how to add one."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.serve.explore.article import articles_page
from kg.serve.explore.asking import ask_page
from kg.serve.explore.assets import types_css
from kg.serve.explore.checks import checks_page
from kg.serve.explore.editor import query_page
from kg.serve.explore.evidence import fact_page
from kg.serve.explore.home import home, search, suggest
from kg.serve.explore.listing import list_page
from kg.serve.explore.matrix import matrix_page, pair_page
from kg.serve.explore.money import money_page
from kg.serve.explore.network import network_page
from kg.serve.explore.ready import question_page, questions_page
from kg.serve.explore.resource import resource

ROUTES: list[BaseRoute] = [
    Route("/", home, name="home"),
    Route("/suggest", suggest),
    Route("/search", search),
    Route("/ask", ask_page),
    Route("/id/{path:path}", resource),
    Route("/fact", fact_page),
    Route("/articles", articles_page),
    Route("/list/{type}", list_page),
    Route("/matrix", matrix_page),
    Route("/matrix.csv", matrix_page),
    Route("/pair", pair_page),
    Route("/money", money_page),
    Route("/money.csv", money_page),
    Route("/questions", questions_page),
    Route("/questions/{name}", question_page),
    Route("/query", query_page),
    Route("/network", network_page),
    Route("/checks", checks_page),
    Route("/types.css", types_css),
    Mount("/assets", StaticFiles(directory=Path(__file__).parent / "static"), name="assets"),
]

"""How things, facts and words stand on a page: names cut and cleaned, links, terms in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.lang.labels import labels
from kg.rdf.iri import article_iri
from kg.serve.explore import amounts, links
from kg.serve.explore.claims import Claim
from kg.serve.explore.index import Article, Fact, Index, Thing, index
from kg.serve.render import language, page
from kg.vocabulary import Iri, compact

NAME, TITLE, QUOTE = 60, 500, 600  # characters of a name that are shown, that its title shows, of a quote
THEME = "kg-theme"
THEMES = ("light", "dark")
# Controls, marks that change the direction of the text, and what has no width: on a page they only disturb.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"
)


def clean(text: str) -> str:
    """The text without what cannot be seen."""
    return _UNSEEN.sub(" ", text)


def short(text: str, most: int = NAME) -> str:
    """A clean text of at most `most` characters.

    >>> short("甲乙丙丁", 3)
    '甲乙…'
    """
    text = clean(text[: TITLE + NAME]).strip() or "…"
    return text if len(text) <= most else text[: most - 1] + "…"


@dataclass(frozen=True)
class Shown:
    """What templates ask: how this reader sees the graph of this request."""

    index: Index
    lang: str

    def name(self, iri: str) -> str:
        """The name of a thing, cut."""
        return short(self.index.name(iri))

    def href(self, iri: str) -> str:
        """The address of a thing, article or claim."""
        return links.href(self.index, iri)

    def thing(self, iri: str, most: int = NAME) -> Markup:
        """A link to a thing, with the mark of its type; of what is none, its IRI."""
        thing = self.index.things.get(iri)
        if thing is None:
            return Markup('<bdi class="iri">{}</bdi>').format(short(iri, most))
        title = Markup(' title="{}"').format(short(thing.name, TITLE)) if len(thing.name) > most else ""
        return Markup('<a class="thing" href="{}"{}>{}<bdi>{}</bdi></a>').format(
            self.href(iri), title, self.mark(thing.type), short(thing.name, most)
        )

    def mark(self, kind: str) -> Markup:
        """The mark of a type: its shape in its colour."""
        return Markup('<span class="mark t-{}" title="{}"></span>').format(kind, self.term("type", kind))

    def text(self, text: str, most: int = NAME) -> Markup:
        """A text of the graph, cut, on its own in the flow of writing."""
        cut = short(text, most)
        if cut == text:
            return Markup("<bdi>{}</bdi>").format(cut)
        return Markup('<bdi title="{}">{}</bdi>').format(short(text, TITLE), cut)

    def term(self, group: str, name: str) -> str:
        """A type, predicate, status or modality as it is called."""
        label = labels(group).get(name)
        return str(getattr(label, self.lang)) if label else name

    def predicate(self, name: str, inverse: bool = False) -> str:
        """A predicate as it is called; `inverse`: seen from its object."""
        label = labels("predicate").get(name)
        if label is None:
            return name
        return str(getattr(label, ("inverse_" if inverse else "") + self.lang) or getattr(label, self.lang))

    def other(self, fact: Fact, iri: str | None = None) -> Markup:
        """The object of a fact (or the side that is not `iri`): a link, or a value in words."""
        if fact.linked:
            return self.thing(fact.other(iri) if iri else fact.object)
        words = self.value(fact)
        if words == fact.object:
            return self.text(words, 120)
        return Markup('<data value="{}">{}</data>').format(fact.object, words)

    def value(self, fact: Fact) -> str:
        """A value in words."""
        return amounts.value(fact.predicate, fact.object, fact.unit, self.lang)

    def money(self, amount: Decimal, unit: str = "") -> str:
        """A sum in words."""
        return amounts.money(amount, unit, self.lang)

    def count(self, number: int) -> str:
        """A number in groups of three."""
        return f"{number:,}"

    def fact(self, fact: Fact) -> str:
        """The address of a fact's evidence."""
        return links.fact_href(self.index, fact)

    def article(self, iri: str, most: int = NAME) -> Markup:
        """A link to an article."""
        article = self.index.articles.get(iri)
        title = article.title if article else iri
        return Markup('<a class="article" href="{}">{}</a>').format(self.href(iri), self.text(title, most))

    def outside(self, url: str) -> str:
        """A web address, empty where it is none."""
        return links.outside(url)

    def plain(self, text: str) -> str:
        """A short text (a date, an id) without what cannot be seen."""
        return short(text, 80) if text else ""

    def short(self, text: str, most: int = NAME) -> str:
        """A text of at most `most` characters."""
        return short(text, most)

    def clean(self, text: str) -> str:
        """The whole text without what cannot be seen."""
        return clean(text)

    def middle(self, text: str, most: int) -> str:
        """Beginning and end of a text, together at most `most` characters."""
        text = clean(text)
        return text if len(text) <= most else f"{text[: most * 2 // 3]}…{text[-(most // 3) :]}"

    def words(self, quote: str) -> str:
        """A quote, at most as long as a page bears."""
        return self.middle(quote, QUOTE)

    def around(self, text: str) -> str:
        """What stands beside a quote, on one line."""
        return clean(" ".join(text.split("\n")))

    def label(self, iri: str, most: int) -> str:
        """The name of a thing for narrow places."""
        return short(self.index.name(iri), most)

    def id(self, iri: str) -> str:
        """The IRI of a thing without the base, for addresses."""
        return links.short_id(self.index, iri)

    def data(self, iri: str, format: str) -> str:
        """The address of a thing or article as RDF."""
        address = self.href(iri)
        return f"{address}{'&' if '?' in address else '?'}format={format}"

    def place(self, claim: Claim) -> str:
        """The address of a claim's words in their article."""
        return f"{self.href(claim.article)}#q{claim.start}-{claim.end}"

    def told_of(self, iri: str, predicate: str, most: int) -> list[Fact]:
        """The first facts of a thing with a predicate."""
        found = [f for f in self.index.about.get(iri, ()) if f.predicate == predicate and f.subject == iri]
        return found[:most]

    def article_at(self, id: str) -> str:
        """The address of the article with this id."""
        return self.href(article_iri(id, self.index.base))

    def cell(self, value: Any, kind: str) -> Markup:
        """What stands in a cell of an answer, by its column (`kg/query/columns.tsv`); of any other query, by itself."""
        if value is None or value == "":
            return Markup("")
        return escape(self._content(value, kind))

    def _content(self, value: Any, kind: str) -> str | Markup:
        if isinstance(value, Iri):
            return self._iri(value)
        if isinstance(value, Decimal) and kind == "sum":
            return Markup('<data value="{}">{}</data>').format(f"{value:f}", self.money(value))
        if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
            return f"{value:.2f}" if kind == "confidence" else amounts.number(Decimal(str(value)))
        text = str(value)
        if kind == "predicate":
            return self.predicate(text)
        if kind == "name":
            return self._named(text)
        if kind == "names":
            return Markup('<span class="sep">、</span>').join(self._named(one) for one in text.split("、"))
        if kind == "url":
            return (
                Markup('<a href="{}" rel="external noopener noreferrer">{}</a>').format(
                    self.outside(text), self.text(text)
                )
                if self.outside(text)
                else self.text(text)
            )
        return self.text(text, 160)

    def _named(self, name: str) -> Markup:
        """A name as a link: to the thing that bears it, to the search where several do."""
        found = self.index.by_name.get(name, [])
        if len(found) < 2:
            return self.thing(found[0], 40) if found else self.text(name)
        return Markup('<a href="/search?{}">{}</a>').format(urlencode({"q": name[:200]}), self.text(name, 40))

    def _iri(self, iri: Iri) -> Markup:
        if iri in self.index.things:
            return self.thing(iri)
        if iri.startswith(self.index.base):
            return Markup('<a href="{}">{}</a>').format(self.href(iri), self.text(compact(iri)))
        return self.text(compact(iri))

    @cached_property
    def names(self) -> Mapping[str, Thing]:
        """Every thing."""
        return self.index.things

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """Every article."""
        return self.index.articles


def show(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page of the explorer: `render.page` with `k` (a `Shown`), `here(key=value)` (this address, otherwise told), and
    the theme that the reader chose."""

    def here(**changed: Any) -> str:
        """This page's address with other parameters; None takes one away."""
        asked = [(key, value) for key, value in request.query_params.multi_items() if key not in changed and value]
        asked += [(key, str(value)) for key, value in changed.items() if value is not None]
        return "?" + urlencode(asked)

    theme = request.cookies.get(THEME)
    shown = Shown(index(request), language(request))
    return page(
        request, template, status, k=shown, here=here, theme=theme if theme in THEMES else "", escape=escape, **context
    )

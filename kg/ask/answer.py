"""An answer: what it says, the words of the articles that say so, and how the question was understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kg.ask.queries import Query


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim: subject, predicate (local name) and object as they are shown, the quote and where it stands."""

    subject: str
    predicate: str
    object: str
    quote: str
    start: int
    article: str
    title: str | None
    published: str | None
    confidence: float
    modality: str

    @property
    def place(self) -> tuple[str, int, str]:
        """What tells one claim from another when people look at it."""
        return (self.article, self.start, self.quote)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing or value that answers. `text`: as it is shown; `iri` of a thing; `value` of a sum, area or date as it
    is in the graph, `unit` its unit (a currency, `km2`); `of`: whose value it is, where several are asked about;
    `predicate`: the fact's, where several kinds of facts answer; `planned`: all who say it speak of a plan."""

    text: str
    iri: str | None = None
    value: str | Decimal | None = None
    unit: str | None = None
    of: str = ""
    predicate: str = ""
    planned: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` gives back.

    `understood` False: the question is not answered; `reason` says why, `suggestions` are questions that can be asked,
    `names` the names that one of the question's may be meant for.
    `understood` True: `text` is the answer in one sentence, `items` what it is made of; both say so where the graph has
    nothing (`items` empty; that is never a no, and `suggestions` are what it can tell).
    `reading`: what the question was taken for; `remarks`: words passed
    over, names shared by several, dates taken from somewhere else. `confidence`: how sure the reading is, 0 to 1.
    `truth`: of a yes-or-no question: True, False (the graph says otherwise), or None (the graph says nothing).
    """

    question: str
    understood: bool
    text: str
    aim: str = ""
    items: tuple[Item, ...] = ()
    reading: str = ""
    remarks: tuple[str, ...] = ()
    confidence: float = 0.0
    truth: bool | None = None
    total: Decimal | int | None = None
    reason: str = ""
    names: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    queries: tuple[Query, ...] = field(default=(), repr=False)

    @property
    def sparql(self) -> str:
        """The queries that were asked, one after the other, each under its name."""
        return "\n\n".join(f"# {query.name}\n{query.sparql.strip()}" for query in self.queries)

    def asdict(self) -> dict[str, Any]:
        """The answer as plain data, for JSON."""
        from dataclasses import asdict

        return {**asdict(self), "sparql": self.sparql}

"""What the database says of a query that it cannot read -> one line for people."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.store.parser import expected, first_wrong
from kg.vocabulary import PREFIXES

FORMS = "SELECT, CONSTRUCT, DESCRIBE or ASK"
# What the database says in a sentence, among the signs and keywords that it lists.
_SENTENCE = re.compile(r"(?:^|expected |one of |, )((?:[A-Z][a-z]+|The [A-Z]+) [a-z][^,\[\"]*[a-z][^,\[\"]*)(?:,|$)")
_LONG = 20_000  # characters: in a longer query the place is the database's, which is found faster


class Malformed(QueryError):
    """Text that is no query: `line` and `column` count from 1; `expected`: what may stand there."""

    def __init__(self, message: str, line: int, column: int, wanted: tuple[str, ...] = ()) -> None:
        super().__init__(f"query:{line}:{column}: {message}")
        self.line, self.column, self.expected = line, column, wanted


def complaint(said: str, sparql: str) -> Malformed:
    """One line on what is wrong: the place, the words there, what is expected. `said`: the database's message."""
    found = re.match(r"error at (\d+):(\d+)", said)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    sentence = _sentence(said)
    if len(sparql) > _LONG or (sentence and "Prefix" not in sentence and "IRI" not in sentence):
        return Malformed(sentence or "malformed SPARQL", line, column)
    place = first_wrong(sparql)
    line, column = sparql.count("\n", 0, place) + 1, place - (sparql.rfind("\n", 0, place) + 1) + 1
    if "Prefix" in sentence:
        prefix = re.match(r"[\w.-]*:", sparql[place:])
        which = f" {prefix[0]}" if prefix else ""
        return Malformed(f"unknown prefix{which}; declare it, or use one of {', '.join(PREFIXES)}", line, column)
    if "IRI" in sentence:
        return Malformed(f"{_near(sparql, place)}: an IRI in < > must be whole, with its https:", line, column)
    if sparql[place : place + 1] in ("'", '"'):
        return Malformed(f"malformed SPARQL {_near(sparql, place)}: a text without its closing quote", line, column)
    wanted = tuple(expected(sparql[:place]))
    hint = f"a query begins with {FORMS}" if "CONSTRUCT" in wanted and "SELECT" in wanted else ""
    hint = hint or (f"expected {_listed(wanted)}" if wanted else "")
    return Malformed(f"malformed SPARQL {_near(sparql, place)}{'; ' if hint else ''}{hint}", line, column, wanted)


def _sentence(said: str) -> str:
    if "Prefix not found" in said:
        return "Prefix not found"
    if "IRI parsing failed" in said:
        return "IRI parsing failed"
    found = _SENTENCE.search(" ".join(said.partition(": ")[2].split()))
    return found[1][0].lower() + found[1][1:].strip() if found else ""


def _listed(wanted: tuple[str, ...]) -> str:
    return wanted[0] if len(wanted) == 1 else f"{' '.join(wanted[:-1])} or {wanted[-1]}"


def _near(sparql: str, place: int) -> str:
    """The words at the place, or before it where the line ends there."""
    line = sparql[sparql.rfind("\n", 0, place) + 1 :].partition("\n")[0]
    column = place - (sparql.rfind("\n", 0, place) + 1)
    after, before = line[column:].strip()[:20], line[:column].strip()[-20:]
    return f"near {after!r}" if after else f"after {before!r}" if before else "at its end"

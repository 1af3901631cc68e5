"""Ready questions: SPARQL files that anyone can read, run elsewhere, or add to.

A file `questions/NAME.rq` begins with a header: `# title:` (zh), `# english:`, `# about:`, `# example:`, and for each
parameter `# param: NAME | KIND | help`; a kind that ends in `!` must be given. In the query stands
`VALUES ?NAME { UNDEF }`, or `VALUES ?other { UNDEF } # NAME` where the variable is called otherwise: as it is, the
query leaves the parameter open; binding puts terms in place of UNDEF. `LIMIT 20 # NAME` takes a number. A line that
begins with `# NAME?` is a remark until NAME is bound: then the rest of it holds, and stores start from what it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import QueryError
from kg.lang.labels import labels
from kg.vocabulary import ENTITY_TYPES, PREDICATES, STATUSES, term_iri

_HEADER = re.compile(r"# (\w+): *(.*)")
_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}(?: # (\w+))?")
_START = re.compile(r"^( *)# (\w+)\? ", re.M)
_LIMIT = re.compile(r"LIMIT \d+ # (\w+)")

Find = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be told. `kind` is one of `KINDS`; `count`: how many values it takes."""

    name: str
    kind: str
    count: int
    required: bool
    help: str


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question: what it is called and asks, what it can be told, and its SPARQL."""

    name: str
    title: str
    english: str
    about: str
    example: str
    parameters: tuple[Parameter, ...]
    sparql: str


@cache
def questions() -> tuple[Question, ...]:
    """Every ready question, by name."""
    folder = files("kg.query").joinpath("questions")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(_parse(path.name[:-3], path.read_text(encoding="utf-8")) for path in paths)


def is_sparql(asked: str) -> bool:
    """True where the words are a query rather than the name of one: names hold neither spaces nor braces."""
    return any(character.isspace() or character == "{" for character in asked.strip())


def question(name: str) -> Question:
    """The ready question `name`. Raises QueryError with the names there are."""
    for ready in questions():
        if ready.name == name:
            return ready
    from difflib import get_close_matches

    names = [ready.name for ready in questions()]
    near = get_close_matches(name, names, n=3, cutoff=0.7)
    offered = f"nearest: {', '.join(near)} (kg query --list tells all)" if near else f"ask one of {', '.join(names)}"
    raise QueryError(f"{name}: no such question; {offered}, or ask in SPARQL")


def _parse(name: str, text: str) -> Question:
    lines: list[tuple[str, str]] = [
        (match[1], match[2]) for match in map(_HEADER.match, text.split("\n\n", maxsplit=1)[0].splitlines()) if match
    ]
    header: dict[str, str] = dict(lines)
    try:
        parameters = tuple(_parameter(value) for key, value in lines if key == "param")
        return Question(
            name, header["title"], header["english"], header["about"], header["example"], parameters, text
        )  # fmt: skip
    except (KeyError, ValueError) as error:
        raise QueryError(f"{name}.rq: header {error} is missing or malformed; see kg/query/ready.py") from error


def _parameter(row: str) -> Parameter:
    name, kind, help = (cell.strip() for cell in row.split("|"))
    kind, _, count = kind.removesuffix("!").partition(" ")
    if kind not in KINDS and kind not in ("names", "limit"):
        raise ValueError(f"param {name} ({kind})")
    return Parameter(name, kind, int(count or 1), row.split("|")[1].strip().endswith("!"), help)


def bind(ready: Question, arguments: Mapping[str, str | int | Sequence[str]], find: Find) -> str:
    """The question's SPARQL with the arguments in place. `find` gives the entities' IRIs for a name.

    Only terms made here enter the query, never the words of an argument as they are.

    Raises QueryError: an argument is unknown, missing, or not of its kind; what `find` raises.
    """
    known = {parameter.name: parameter for parameter in ready.parameters}
    if unknown := sorted(set(arguments) - set(known)):
        raise QueryError(f"{ready.name}: no parameter {unknown[0]!r}; it takes {', '.join(known) or 'none'}")
    slots: dict[str, str] = {}
    for parameter in ready.parameters:
        values = _values(arguments.get(parameter.name))
        if not values and parameter.required:
            raise QueryError(f"{ready.name}: tell it --{parameter.name} ({parameter.help}); e.g. {ready.example}")
        if values and len(values) != parameter.count:
            raise QueryError(f"{ready.name}: --{parameter.name} takes {parameter.count}, not {len(values)}")
        for number, value in enumerate(values, start=1):
            slot = parameter.name if parameter.count == 1 else f"{parameter.name}{number}"
            slots[slot] = _terms(ready, parameter, value, find)
    return _fill(ready.sparql, slots)


def _values(argument: str | int | Sequence[str] | None) -> list[str]:
    if argument is None:
        return []
    return [str(argument)] if isinstance(argument, str | int) else list(argument)


def _terms(ready: Question, parameter: Parameter, value: str, find: Find) -> str:
    if parameter.kind in ("name", "names"):
        return " ".join(f"<{iri}>" for iri in find(value))
    term = _count(value) if parameter.kind == "limit" else KINDS[parameter.kind](value)
    if term is None:
        wanted = _EXPECTED[parameter.kind].format(types=", ".join(ENTITY_TYPES), predicates=", ".join(PREDICATES))
        raise QueryError(f"{ready.name}: --{parameter.name} {value!r} is not {wanted}")
    return term


def _fill(sparql: str, slots: Mapping[str, str]) -> str:
    def values(match: re.Match[str]) -> str:
        terms = slots.get(match[2] or match[1])
        return f"VALUES ?{match[1]} {{ {terms} }}" if terms else match[0]

    def limit(match: re.Match[str]) -> str:
        return f"LIMIT {slots[match[1]]}" if match[1] in slots else match[0]

    def start(match: re.Match[str]) -> str:
        return match[1] if match[2] in slots else match[0]

    return _START.sub(start, _LIMIT.sub(limit, _SLOT.sub(values, sparql)))


def literal(text: str) -> str:
    """A text as a SPARQL string literal, whatever it holds.

    >>> literal('a"b\\\\c')
    '"a\\\\"b\\\\\\\\c"'
    """
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(character, character) for character in text) + '"'


def _count(value: str) -> str | None:
    return str(int(value)) if re.fullmatch(r"[0-9]{1,9}", value) else None


def _matching(pattern: str) -> Callable[[str], str | None]:
    return lambda value: literal(value) if re.fullmatch(pattern, value, re.ASCII) else None


def _number(value: str) -> str | None:
    plain = value.replace(",", "").replace("_", "")
    return plain if re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain, re.ASCII) else None


def _term_of(names: Sequence[str], group: str) -> Callable[[str], str | None]:
    """By the term's name or its Chinese one."""

    def term(value: str) -> str | None:
        if value not in names:
            value = next((name for name, label in labels(group).items() if label.zh == value), "")
        return f"<{term_iri(value)}>" if value in names else None

    return term


KINDS: dict[str, Callable[[str], str | None]] = {
    "name": literal,
    "year": _matching(r"[0-9]{4}"),
    "date": _matching(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"),
    "number": _number,
    "text": literal,
    "status": _term_of(STATUSES, "status"),
    "type": _term_of(ENTITY_TYPES, "type"),
    "predicate": _term_of(PREDICATES, "predicate"),
}
_EXPECTED = {
    "year": "a year such as 2021",
    "date": "a date such as 2021, 2021-03 or 2021-03-26",
    "number": "a plain number such as 100000000",
    "limit": "a whole number",
    "status": f"a status; use one of {', '.join(STATUSES)}",
    "type": "a type; use one of {types}",
    "predicate": "a predicate; use one of {predicates}",
}

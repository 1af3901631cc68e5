"""What the commands that decide something share: find the thing, write the row, resolve anew, tell what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import counted, json_option, judgements_option, store_option
from kg.errors import UserError

if TYPE_CHECKING:
    from kg.query import Names
    from kg.query.nodes import Difference, Node, Nodes
    from kg.report import BuildReport
    from kg.resolve.judgement_file import JudgementFile
    from kg.resolve.judgements import Judgement, Judgements
    from kg.store.asked import AskedStore
    from kg.store.opening import WritableStore

SHOWN = 12  # nodes or claims that a command lists before it says how many more there are


def judging_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that writes a judgement."""
    noted = click.option("--note", metavar="TEXT", default="", help="Why: kept in the row.")(function)
    return store_option(judgements_option(json_option(noted)))


def judgements_path(store: str, named: str | None) -> Path:
    """The file of judgements: the one that is named, else the one beside the store."""
    from kg.resolve.judgements import default_path

    return Path(named) if named else default_path(store)


def judgements_for(store: WritableStore, named: str | None) -> Judgements:
    """The judgements by which a store is to be resolved.

    Raises UserError: the file that is named is not there; TableError: it is wrong.
    """
    from kg.resolve.judgements import read_judgements

    path = judgements_path(str(store.path), named)
    if named and not path.exists():
        raise UserError(f"{path}: no such file of judgements; check --judgements (kg same, kg different … write it)")
    return read_judgements(path, base_of(store))


def base_of(store: WritableStore | AskedStore) -> str:
    """The namespace under which a store was built."""
    from kg.vocabulary import BASE

    bases = store.extracts.bases()
    return BASE if BASE in bases or not bases else bases[0]


def is_store(path: str) -> bool:
    """True where a graph has been built."""
    from kg.store.endpoints import is_address

    return is_address(path) or (Path(path) / "CURRENT").exists()


@dataclass(slots=True)
class Desk:
    """A store under correction: its names and nodes as they were before."""

    store: WritableStore
    names: Names
    before: Nodes
    judgements: Judgements

    @property
    def base(self) -> str:
        """The namespace of the store's IRIs."""
        return self.judgements.base

    def thing(self, written: str) -> Node:
        """The node that is meant. Raises UnknownNameError (with the nearest names); UserError: several bear it."""
        from kg.resolve.judgements import iri

        whole = iri(written, self.base)
        if whole in self.before.owner:
            return self.before.all[self.before.owner[whole]]
        found = self.names.find(whole)
        if len(found) > 1:
            choices = "; ".join(self._choice(self.before.all[str(node)]) for node in found)
            raise UserError(f"{written}: {len(found)} things bear this name; say which by its IRI: {choices}")
        return self.before.all[str(found[0])]

    def _choice(self, node: Node) -> str:
        from kg.query.nodes import context

        about = ", ".join(("/".join(node.types), *context(self.store, node.iri), counted(node.facts, "fact")))
        return f"{short(node.iri, self.base)} ({about})"

    def written(self, name: str, node: Node) -> str:
        """A thing as a row tells it: an IRI in short, its own name as it was typed. For another name, which may come
        to be several things' or was given by a person, the one that it has by itself."""
        from kg.resolve.judgements import key, thing

        if "://" in name or name.startswith("id:"):
            return short(name, self.base)
        own = {key(thing(iri, self.base)) for iri in (node.iri, *self.before.members.get(node.iri, ()))}
        return name if key(name) in own else plain(node.iri, self.base)


@dataclass(slots=True)
class Decided:
    """What a command decided: its rows, and lines and data for what else there is to say."""

    rows: Sequence[Judgement]
    lines: Sequence[str] = ()
    data: dict[str, Any] = field(default_factory=dict)


def correct(
    store: str, named: str | None, decide: Callable[[Desk | None], Decided], *, note: str, as_json: bool
) -> None:
    """Write what `decide` says to the file of judgements, resolve the store anew, and tell what changed.

    Without a store, and with a file that is named, the row is written alone. A row that would change nothing because
    it does not apply is not kept. Raises UserError.
    """
    from kg.resolve.judgement_file import JudgementFile

    path = judgements_path(store, named)
    if not is_store(store) and named:
        decided = decide(None)
        file = JudgementFile(path)
        decided.rows = signed(decided.rows, note)
        file.put(*decided.rows)
        lines = [
            *map(str, decided.rows),
            f"written to {path}; {store} holds no graph yet: it applies when one is built",
        ]
        click.echo(json.dumps(_data(decided, file, ()), ensure_ascii=False) if as_json else "\n".join(lines))
        return
    with opened_for_change(store, path) as desk:
        decided = decide(desk)
        file, held = JudgementFile(path, desk.base), desk.judgements
        decided.rows = rows = signed(decided.rows, note)
        replaced = file.put(*rows)
        report, difference = resolved(desk, file)
        _refuse_stale(desk, file, rows, held, report)
    if as_json:
        more = {**difference.asdict(), "rewritten": report.rewritten}
        click.echo(json.dumps(_data(decided, file, replaced) | more, ensure_ascii=False, indent=2))
    else:
        known = {row.address: row.settled for row in held.rows}
        new = any(known.get(row.address) != row.settled for row in rows)
        click.echo("\n".join(_told(decided, difference, report, replaced, file, new=new)))


@contextmanager
def opened_for_change(store: str, judgements: Path) -> Iterator[Desk]:
    """A store opened for writing, with its judgements and its picture before.

    Raises StoreError: absent, in use, damaged; TableError: the judgements are wrong.
    """
    from kg.change import resolve_store
    from kg.query import Names
    from kg.query.nodes import Nodes
    from kg.resolve.judgements import read_judgements
    from kg.store import Store
    from kg.store.opening import open_for_writing

    if not is_store(store):
        Store(store).close()  # it says what is wrong
    with open_for_writing(store) as opened:
        held = read_judgements(judgements, base_of(opened))
        resolve_store(opened, held)  # a command that was cut off may have left the graph behind the rows
        yield Desk(opened, Names(opened), Nodes(opened), held)


def resolved(desk: Desk, file: JudgementFile) -> tuple[BuildReport, Difference]:
    """Resolve the store by what the file holds now, and see what that changed."""
    from kg.change import resolve_store
    from kg.query.nodes import Nodes

    report = resolve_store(desk.store, file.read())
    return report, desk.before.compare(Nodes(desk.store))


def _refuse_stale(
    desk: Desk, file: JudgementFile, rows: Sequence[Judgement], held: Judgements, report: BuildReport
) -> None:
    """Take a new row back that does not apply, and say why."""
    from kg.change import resolve_store

    now = file.read()
    old = {row.address for row in held.rows}
    for stale in report.stale:
        for row in rows:
            where = [mine for mine in now.rows if mine.address == row.address]
            if row.address not in old and where and now.where(stale) == now.where(where[0]):
                file.remove(row)
                resolve_store(desk.store, file.read())
                raise UserError(f"{row}: {stale.reason}; nothing is written")


def short(iri: str, base: str) -> str:
    """An IRI as rows tell it: `id:…` below the default namespace, whole below another."""
    from kg.vocabulary import BASE

    return f"id:{iri.removeprefix(BASE)}" if base == BASE and iri.startswith(BASE) else iri


def plain(iri: str, base: str) -> str:
    """A thing as rows tell it: by its id where that is a name, else by its IRI."""
    from kg.resolve.judgements import thing

    name = thing(iri, base)
    return short(iri, base) if "/" in name else name


def difference_lines(difference: Difference) -> Iterator[str]:
    """What became of nodes, a line each."""
    for before, after in difference.joined:
        yield f"joined: {', '.join(map(_node, before))} → {_node(after)}"
    for old, news in difference.split:
        yield f"split: {_node(old)} → {', '.join(map(_node, news))}"
    for old, new in difference.renamed:
        yield f"renamed: {old.name} → {new.name}"
    for old, new in difference.retyped:
        yield f"retyped: {new.name}: {'、'.join(old.types) or 'no type'} → {'、'.join(new.types) or 'no type'}"


def told(difference: Difference) -> list[str]:
    """What became of the graph, for people: as much as one reads."""
    return [*_first(list(difference_lines(difference))), f"  {figures_line(difference)}"]


def _first(lines: list[str]) -> list[str]:
    more = [f"  … and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [*(f"  {line}" for line in lines[:SHOWN]), *more]


def figures_line(difference: Difference) -> str:
    """How many facts moved, came or went."""
    before, after = difference.facts
    total = f"facts: {before:,} → {after:,}" if before != after else f"facts: {after:,} as before"
    return f"{counted(difference.moved, 'fact')} moved; {total}" if difference.moved else total


def _node(node: Node) -> str:
    return f"{node.name} ({counted(node.facts, 'fact')})"


def _told(
    decided: Decided, difference: Difference, report: BuildReport, replaced: Sequence[Judgement], file: JudgementFile,
    *, new: bool,
) -> Iterator[str]:  # fmt: skip
    yield from (click.style(str(row), bold=True) for row in decided.rows)
    yield from _first([*decided.lines, *difference_lines(difference)])
    if difference or report.rewritten:
        yield f"  {figures_line(difference)}; {counted(len(report.rewritten), 'article')} rewritten, none read again"
    else:
        yield "  the graph is so already; the row keeps it so"
    yield from (f"  instead of: {row}" for row in replaced)
    yield f"written to {file.path}; kg undo takes it back" if new else f"{file.path} says so already"


def _data(decided: Decided, file: JudgementFile, replaced: Sequence[Judgement]) -> dict[str, Any]:
    return {
        "judgements": [_plain(row) for row in decided.rows], "file": str(file.path),
        "replaced": [_plain(row) for row in replaced], **decided.data,
    }  # fmt: skip


def _plain(row: Judgement) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if value and name != "line"}


def signed(rows: Sequence[Judgement], note: str = "") -> list[Judgement]:
    """The rows with their reason and today's date: for people; no build reads them."""
    from dataclasses import replace

    return [replace(row, note=note or row.note, date=date.today().isoformat()) for row in rows]

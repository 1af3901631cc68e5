"""`kg doctor`."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import click

from kg.cli.config import NAME, load
from kg.cli.options import json_option, store_option
from kg.errors import KgError

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `state` is ok, missing (an extra that is not installed) or wrong."""

    what: str
    state: str
    said: str


@click.command("doctor")
@store_option
@json_option
def command(store: str, as_json: bool) -> int:
    """Say what is installed, missing, writable, and how big the graph is.

    The exit status is 1 where something is wrong; a missing extra is not.
    """
    found = [*_machine(), *_packages(), *_data(), *_settings(), *_store(store)]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        marks = {"ok": "✓", "missing": "–", "wrong": "✗"}
        for one in found:
            click.echo(f"{marks[one.state]} {one.what:<12} {one.said}")
    return 1 if any(one.state == "wrong" for one in found) else 0


def _machine() -> Iterator[Finding]:
    yield Finding("kg", "ok", f"{metadata.version('kg')} in {Path(__file__).parents[1]}")
    old = sys.version_info < (3, 11)
    said = f"{platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    yield Finding("Python", "wrong" if old else "ok", said + ("; 3.11 or later is needed" if old else ""))


def _packages() -> Iterator[Finding]:
    """What the package asks for: the required ones as one line, and each extra."""
    from packaging.requirements import Requirement

    asked = [Requirement(line) for line in metadata.requires("kg") or ()]
    extras = sorted(metadata.metadata("kg").get_all("Provides-Extra") or ())
    for extra in ("", *(extra for extra in extras if extra != "dev")):
        mine = [r for r in asked if (r.marker is None) != bool(extra) and _wanted(r, extra)]
        absent = [problem for requirement in mine if (problem := _problem(requirement))]
        what = f"kg[{extra}]" if extra else "packages"
        if absent:
            mend = f"pip install 'kg[{extra}]'" if extra else "pip install kg"
            yield Finding(what, "missing" if extra else "wrong", f"{'; '.join(absent)}; install with: {mend}")
        else:
            yield Finding(what, "ok", ", ".join(f"{r.name} {metadata.version(r.name)}" for r in mine))


def _wanted(requirement: object, extra: str) -> bool:
    marker = getattr(requirement, "marker", None)
    return not extra or bool(marker and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""}))


def _problem(requirement: object) -> str | None:
    name, bounds = getattr(requirement, "name", ""), getattr(requirement, "specifier", None)
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is not installed"
    return f"{name} {version} is not {bounds}" if bounds and not bounds.contains(version, prereleases=True) else None


def _data() -> Iterator[Finding]:
    """What ships with the package: models, gazetteer, ontology."""
    from kg.tables import language, resource

    folders = (("models", language("models")), ("gazetteer", resource("seeds", "gazetteer")))
    for what, folder in (*folders, ("ontology", resource("ontology"))):
        files = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
        size = sum(path.stat().st_size for path in files)
        said = f"{len(files)} files, {size / _MB:.1f} MB" if files else f"{folder} is empty; install kg anew"
        yield Finding(what, "ok" if files else "wrong", said)


def _settings() -> Iterator[Finding]:
    from kg.cli import COMMANDS
    from kg.cli.config import defaults

    path = Path(NAME)
    if not path.is_file():
        yield Finding("settings", "ok", f"none; kg init writes a {NAME}")
        return

    def read() -> str:
        for section in load(path, tuple(COMMANDS)):
            if section in COMMANDS:
                defaults(path, section, tuple(COMMANDS))
        return f"{path.absolute()}"

    yield _tried("settings", read)


def _store(name: str) -> Iterator[Finding]:
    from kg.store.endpoints import is_address

    if is_address(name):
        yield _tried("store", lambda: _server(name))
        return
    path = Path(name)
    if not path.exists():
        where = path.absolute().parent
        writable = os.access(where, os.W_OK)
        said = f"{path}: no graph yet; build one with: kg build my-articles/" if writable else f"{where}: not writable"
        yield Finding("store", "ok" if writable else "wrong", said)
        return

    def read() -> str:
        from kg.store import Store

        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        with Store(path) as store:
            articles = len(store.articles())
        written = "writable" if os.access(path, os.W_OK) else "not writable"
        return f"{path.absolute()}: {articles:,} articles, {size / _MB:.1f} MB, {written}"

    yield _tried("store", read)


def _server(address: str) -> str:
    from kg.store.http import HttpStore
    from kg.store.lease import state

    with HttpStore(address) as store:
        if not store.layout:
            return f"{store.path}: answers SPARQL; no build has written there"
        return f"{store.path}: {len(store.articles()):,} articles, {state(store)}"


def _tried(what: str, read: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "ok", read())
    except KgError as error:
        return Finding(what, "wrong", str(error))

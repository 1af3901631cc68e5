"""Under which licences the packages are that `kg` needs: `python -m tests.supply.licences` prints LICENSES.md.

Read from what is installed. A package that offers several licences is taken under the one that asks least.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "LICENSES.md"
# Strong copyleft: what is linked with it must be under it, too. (The Lesser GPL, MPL ask for less.)
_STRONG = re.compile(r"AGPL|(?<!L)GPL(?!.*(?:Lesser|exception))|Affero|General Public License", re.I)
_LESSER = re.compile(r"LGPL|Lesser General Public|Library General Public", re.I)
HEAD = """# Licences

`kg` itself is under the [MIT licence](LICENSE); parts of others that ship in it are named in
`kg/serve/explore/static/vendor/LICENSES.txt`. What it needs to run, and what its extras and its developers need
besides, is under the licences below: as the packages say it of themselves, made by `make licences`. A test fails when
something that runs with `kg` is under the GPL or AGPL alone, or is missing here.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A package and what it says of its licence."""

    name: str
    licence: str


def declared() -> dict[str, list[str]]:
    """Extra (``: none) -> the requirements of `pyproject.toml`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {"": project["dependencies"], **project["optional-dependencies"]}


def closure(requirements: Iterable[str]) -> dict[str, Package]:
    """What is installed for these requirements, and for what they require, by name."""
    found: dict[str, Package] = {}
    extras: dict[str, set[str]] = {}
    waiting = [Requirement(one) for one in requirements]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found and wanted.extras <= extras[name]:
            continue
        try:
            package = distribution(wanted.name)
        except PackageNotFoundError:
            continue  # of another system, or of an extra that is not installed here
        found[name] = Package(name, licence(package))
        extras[name] = extras.get(name, set()) | wanted.extras
        for text in package.requires or ():
            inner = Requirement(text)
            if inner.marker is None or any(inner.marker.evaluate({"extra": one}) for one in {"", *extras[name]}):
                waiting.append(inner)
    return found


def licence(package: Distribution) -> str:
    """What a package says of its licence: the expression, else the classifiers, else the first line of the field."""
    told = package.metadata
    classes = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or () if one.startswith("License :: ")]
    classes = [one for one in classes if one != "OSI Approved"]
    field = (told.get("License") or "").strip().split("\n")[0][:80]
    return str(told.get("License-Expression") or " OR ".join(classes) or field or "not told")


def strong_copyleft(licence: str) -> bool:
    """True where every licence that is offered is the GPL or AGPL.

    >>> [strong_copyleft(one) for one in ("GPL-3.0-only", "MPL-1.1 OR GPL-2.0-only", "LGPL-3.0-or-later", "MIT")]
    [True, False, False, False]
    """
    return all(bool(_STRONG.search(one)) and not _LESSER.search(one) for one in re.split(r"\bOR\b|;", licence))


def table() -> str:
    """LICENSES.md."""
    seen: dict[str, Package] = {}
    parts = [HEAD]
    extras = declared()
    titles = {"": "What runs", **{one: f"Besides, for `kg[{one}]`" for one in extras if one not in ("", "dev")}}
    for extra, title in {
        **titles,
        "dev": "Besides, for developing and testing: never shipped, never imported by `kg`",
    }.items():
        own = closure(extras[extra])
        rows = [f"| {one.name} | {one.licence} |" for name, one in sorted(own.items()) if name not in seen]
        seen |= own
        if rows:
            parts.append(f"## {title}\n\n| package | licence |\n| --- | --- |\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(table())

"""Every regular expression that `kg` compiles, with the line that does: `python -m tests.patterns.collect` prints them.

In a process of its own, in which compiling is watched before the first module of `kg` is read: all modules are
imported, every table's patterns made, an article read, asked about, shown. `sites` are the lines that use `re`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KG = ROOT / "kg"
USES = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
ARTICLE = """两城携手共建产业园
来源：某日报　2021-03-27 10:00
3月26日，重庆高新区与成都高新区在重庆签署《政务服务跨省通办合作备忘录》（以下简称“备忘录”），双方将共建金凤产业园，总投资351.5亿元。
甲市由乙县更名而来。根据协议，两地将围绕产业、人才、科技等领域开展合作。当天，川渝两省市生态环境局负责人出席第2次联席会议。
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A use of `re` in `kg`: its first and last line, the pattern where it is written there, and how it is used."""

    path: str
    first: int
    last: int
    literal: str | None
    uses: tuple[str, ...]


def sites() -> list[Site]:
    """Every use of `re`, and of tables' patterns, in `kg`."""
    found = []
    for path in sorted(KG.rglob("*.py")):
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        owners = _owners(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_use(node.func):
                first = node.args[0] if node.args else None
                literal = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
                uses = (node.func.attr,) if node.func.attr in USES - {"compile"} else _uses(owners.get(node, ""), text)
                found.append(Site(str(path.relative_to(KG)), node.lineno, node.end_lineno or 0, literal, uses))
    return found


def _is_use(called: ast.Attribute) -> bool:
    of_re = isinstance(called.value, ast.Name) and called.value.id == "re" and called.attr in USES
    return of_re or called.attr == "compiled"


def _owners(tree: ast.AST) -> dict[ast.AST, str]:
    """Call -> the name that it is given, or that of the function around it."""
    found: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found |= dict.fromkeys(ast.walk(node), node.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found |= {one: node.targets[0].id for one in ast.walk(node) if one not in found}
    return found


def _uses(name: str, text: str) -> tuple[str, ...]:
    """How a pattern of this name is used in its module; where that is not plain, as if it were looked for."""
    direct = set(re.findall(rf"\b{re.escape(name)}(?:\(\w*\))?(?:\[[^\]]*\])?\.(\w+)", text)) if name else set()
    return tuple(sorted(direct & USES)) or (("fullmatch",) if name == "generic" else ("search",))


def main() -> None:
    """Print {"patterns": [[place, pattern, flags, is of bytes]], "sites": …} as JSON."""
    seen: dict[tuple[str, Any, int], None] = {}
    plain = re._compile  # type: ignore[attr-defined]

    def watched(pattern: Any, flags: Any) -> Any:
        frame = inspect.currentframe()
        place = frame.f_back.f_back if frame and frame.f_back else None
        if place and place.f_code.co_filename.endswith("kg/tables.py"):
            place = place.f_back
        if place and place.f_code.co_filename.startswith(str(KG)):
            where = f"{Path(place.f_code.co_filename).relative_to(KG)}:{place.f_lineno}"
            made = plain(pattern, flags)
            seen[where, made.pattern, made.flags & ~re.UNICODE] = None
            return made
        return plain(pattern, flags)

    re._compile = watched  # type: ignore[attr-defined]
    _use()
    patterns = [
        [place, text.decode("latin-1") if isinstance(text, bytes) else text, flags, isinstance(text, bytes)]
        for place, text, flags in seen
    ]
    json.dump({"patterns": patterns, "sites": [asdict(site) for site in sites()]}, sys.stdout)


def _use() -> None:
    """Reach what is compiled late."""
    for found in pkgutil.walk_packages([str(KG)], "kg."):
        if not found.name.endswith("__main__") and not found.name.startswith("kg.mcp"):  # an extra
            importlib.import_module(found.name)
    for module in [module for name, module in sorted(sys.modules.items()) if name.startswith("kg.")]:
        for one in list(vars(module).values()):
            made = inspect.signature(one) if hasattr(one, "cache_info") else None
            if made and "Pattern" in str(made.return_annotation) and not made.parameters:
                one()
    from kg.detect.cues import load_cues
    from kg.model import Article
    from kg.pipeline import conforming_quads, extract
    from kg.read import clean

    for table in ("time_cues.tsv", "quantity_cues.tsv"):
        load_cues(table)
    conforming_quads(extract(Article("a", "a.txt", "甲", "2021-03-27", clean(ARTICLE))))


if __name__ == "__main__":
    main()

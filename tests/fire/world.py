"""Articles of an own making, folders of them before and after an editor's day, and `kg` as its users run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kg.model import Article
from kg.rdf import serialise
from kg.store import Store

ROOT = Path(__file__).parents[2]

BEFORE = {
    "yuezhou": "2021年3月26日，岳州高新区管委会与湘南大学在岳州市签署《共建岳州精密制造研究院合作协议》。"
    "根据协议，双方将共建岳州精密制造研究院，项目总投资12.5亿元，占地300亩，计划2023年底建成投用。",
    "linhai": "4月8日，临海经济技术开发区与东渡港务集团有限公司举行签约仪式，签署战略合作框架协议。"
    "会上，双方就共建临海多式联运物流园达成一致，该项目由东渡港务集团有限公司投资8亿元建设，位于临海经济技术开发区。",
    "council": "第二次岳临两地联席会议于2022年5月17日在临海市召开。岳州高新区、临海经济技术开发区、湘南大学参加会议。"
    "会议审议通过《岳临产业协作五年行动方案》，岳临快速通道已于4月开工。",
    "bridge": "岳临快速通道由湘江路桥集团有限公司承建，全长46公里，总投资63亿元，2022年4月2日正式开工。",
}
AFTER = {
    "yuezhou": BEFORE["yuezhou"].replace("12.5亿元", "13亿元") + "岳州市科学技术局参与共建。",
    "linhai": BEFORE["linhai"],
    "council": BEFORE["council"].replace("5月17日", "5月18日"),
    "harbour": "岳州高新区与临海经济技术开发区于2022年6月1日签署《岳临港产联动合作备忘录》，共建岳临飞地产业园。",
}
TITLES = dict.fromkeys({*BEFORE, *AFTER}, "岳临合作")
PUBLISHED = "2022-06-02"


def write_folder(folder: Path, texts: dict[str, str]) -> Path:
    """A folder of these articles, as an editor keeps them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["file\ttitle\tpublished\turl"]
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
        rows.append(f"{name}.txt\t{TITLES[name]}\t{PUBLISHED}\t")
    (folder / "articles.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def kg(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a process of its own."""
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, **options)  # type: ignore[call-overload,no-any-return]


def exported(store: Path) -> bytes:
    """All that the articles of a store say, byte for byte."""
    with Store(store) as opened:
        return b"".join(serialise(opened.quads(), "nquads"))


def no_traceback(output: str) -> bool:
    """True where a user reads sentences, not code."""
    return "Traceback" not in output and 'File "' not in output


def article(name: str, text: str) -> Article:
    """The article as a build sees it."""
    return Article(name, f"{name}.txt", TITLES[name], PUBLISHED, text)

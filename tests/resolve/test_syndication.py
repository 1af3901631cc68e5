"""One text printed several times."""

from __future__ import annotations

import random
from pathlib import Path

from kg.resolve.syndication import SIZE, alike, near_duplicates, signature

TRAIN = Path(__file__).parents[1] / "gold" / "train"


def texts(count: int) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(TRAIN.glob("*.txt"))[:count]}


def test_a_reprint_with_another_head_tail_and_slips_is_found_in_any_order() -> None:
    articles = texts(12)
    text = articles["t101"]
    reprints = {
        "copy": "某报讯 " + text + "\n责任编辑：某某",
        "cut": text[: int(len(text) * 0.8)],
        "slips": "".join(c for i, c in enumerate(text) if i % 60),
        "spaced": text.replace("，", ", "),
    }
    signatures = {name: signature(body) for name, body in {**articles, **reprints}.items()}
    assert near_duplicates(signatures) == (("copy", "cut", "slips", "spaced", "t101"),)
    names = list(signatures)
    random.Random(7).shuffle(names)
    assert near_duplicates({name: signatures[name] for name in names}) == near_duplicates(signatures)


def test_signatures_are_the_same_everywhere() -> None:
    text = "无锡与南通签署太湖水环境综合治理合作备忘录，两市将共建监测站网，互通水质数据，并联合执法。"
    made = signature(text)
    assert len(made) == SIZE
    assert made[:3] == signature(text.replace("，", "，\n"))[:3]
    assert alike(made, made) == 1.0


def test_a_few_words_have_no_signature() -> None:
    assert signature("无锡讯") == ()
    assert near_duplicates({"1": (), "2": ()}) == ()
    assert alike((), ()) == 0.0

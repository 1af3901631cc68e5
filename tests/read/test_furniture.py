"""Furniture: every row's example is dropped, and what looks like furniture but is not stays."""

from __future__ import annotations

import pytest

from kg.read.furniture import KINDS, Rule, drop_furniture, drop_page_turns, is_furniture, rules

EVERY = [rule for kind in KINDS for rule in rules(kind)]
DATE = "2021-03-02"


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: f"{rule.kind}-{rule.number}")
def test_example(rule: Rule) -> None:
    example = rule.example
    if rule.kind == "tail":
        assert drop_furniture(f"正文一句。\n{example}\n某地又一项目开工") == "正文一句。"
    elif rule.kind == "turn":
        assert drop_page_turns(f"前半句{example}\n{example}\n后半句") == "前半句\n\n后半句"
    else:
        beside = {"weak": f"来源: 某某日报 {example} 打印", "media": f"{example} {DATE}"}
        assert is_furniture(beside.get(rule.kind, example))


@pytest.mark.parametrize(
    "line",
    [
        "数据来源：某某科学城管理委员会",
        "主办：某某市人民政府",
        "2021年3月26日",
        "某某高新区管委会　2021年3月26日",
        "双方签署《政务服务合作备忘录》",
        "三个主战场",
        "Q1　为什么选在这个时候？",
        "来源于两地的企业共42家，编辑整理后公布。",
        "图为标准厂房一角",
        "1.5亿元",
        "西永隧道 坪山大道",
        "作者简介与作品",
        "打印设备产业园项目",
        "分享经济产业园开工",
        "首页推荐的合作区",
    ],
)
def test_stays(line: str) -> None:
    assert not is_furniture(line)

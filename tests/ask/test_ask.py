"""What an answer says of itself: names shared, taken in part or mistyped, words passed over, doubts; and odd input."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask import ask, examples
from kg.ask.words import examples as shown_examples
from kg.graph import Graph

TODAY = date(2023, 6, 1)


@pytest.mark.parametrize("question", list(shown_examples()))
def test_the_examples_of_the_tables_are_understood(graph: Graph, question: str) -> None:
    answer = ask(graph, question, today=TODAY)
    assert answer.understood, answer.text


def test_the_examples_of_a_graph_have_answers(graph: Graph) -> None:
    found = examples(graph)
    assert len(found) > 15
    for question in found:
        assert ask(graph, question, today=TODAY).items, question


def test_a_mistyped_name_is_offered_and_not_taken(graph: Graph) -> None:
    answer = ask(graph, "成都高薪区签了哪些协议？", today=TODAY)
    assert not answer.understood
    assert "成都高新区" in answer.names
    assert "成都高新区签了哪些协议？" in answer.suggestions


def test_a_name_in_part_is_offered_in_the_place_of_all_of_it(graph: Graph) -> None:
    answer = ask(graph, "成都高薪区科学城签了哪些协议？", today=TODAY)
    assert not answer.understood and answer.names
    assert all(question.count("科学城") <= 1 for question in answer.suggestions), answer.suggestions


def test_a_part_of_one_name_is_taken_for_it_and_said(graph: Graph) -> None:
    answer = ask(graph, "临空经济大会是谁主办的", today=TODAY)
    assert answer.items
    assert any("2023中国（重庆）临空经济大会" in remark for remark in answer.remarks)
    assert answer.confidence < 1


def test_a_part_of_several_names_is_not_taken(graph: Graph) -> None:
    assert not ask(graph, "同城化第九次什么时候开的", today=TODAY).understood


def test_a_name_that_several_bear_is_answered_for_each(graph: Graph) -> None:
    answer = ask(graph, "“合作协议”是谁签的", today=TODAY)
    assert {item.of for item in answer.items} == {"合作协议"} or len(answer.items) > 3
    assert any("3 个所指" in remark for remark in answer.remarks)


def test_a_word_that_is_passed_over_is_told(graph: Graph) -> None:
    answer = ask(graph, "川渝高竹新区有哪些重大项目？", today=TODAY)
    assert answer.items and answer.confidence < 1
    assert any("重大" in remark for remark in answer.remarks)


def test_last_year_is_seen_from_today_or_from_the_latest_article(graph: Graph) -> None:
    assert "2022" in ask(graph, "去年签了哪些协议", today=TODAY).reading
    assert "2024" in ask(graph, "今年签了哪些协议").reading


def test_nothing_is_never_no(graph: Graph) -> None:
    answer = ask(graph, "成都海关和渝北区签过协议吗", today=TODAY)
    assert answer.truth is None and answer.text == "图中没有记载"


def test_a_store_is_enough(graph: Graph) -> None:
    assert ask(graph.store, "成都海关和谁签了协议", today=TODAY).items[0].text == "重庆海关"


def test_simplified_traditional_wide_and_spaced_are_one(graph: Graph) -> None:
    texts = {
        ask(graph, question, today=TODAY).text
        for question in (
            "成都海关和重庆海关签了什么协议",
            "成都海關和重慶海關簽了什麼協議？",
            "成都海关 和 重庆海关 签了 什么 协议 ？",
        )
    }
    assert len(texts) == 1 and "备忘录" in texts.pop()


@pytest.mark.parametrize(
    "question", ["", " ", "？？？", "的" * 299, "谁" * 1000, "\x00\ud800", '<script>"}; DROP ALL #']
)
def test_odd_input_is_declined(graph: Graph, question: str) -> None:
    answer = ask(graph, question, today=TODAY)
    assert not answer.understood and answer.text


_PIECES = st.sampled_from(
    ["重庆高新区", "成都高新区", "金凤实验室", "谁", "什么时候", "哪些", "多少", "在", "的", "和", "签了", "投资",
     "建设", "协议", "项目", "园区", "吗", "2021年", "有", "是", "由", "没有", "》", "《"]
)  # fmt: skip


@settings(max_examples=80)
@given(st.lists(_PIECES | st.text(max_size=3), max_size=9).map("".join))
def test_any_words_get_an_answer_or_a_reason(graph: Graph, question: str) -> None:
    answer = ask(graph, question, today=TODAY)
    assert answer.text
    assert answer.understood == bool(answer.reading)
    assert answer.understood or not answer.items

"""Names that share a part are restored."""

from __future__ import annotations

import pytest

from kg.detect.parts import find_parts, share
from kg.model import Mention, Span


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("江津区、永川区生态环境局签约", ["江津区生态环境局", "永川区生态环境局"]),
        ("由成都、德阳两市人民政府承办", ["成都市人民政府", "德阳市人民政府"]),
        ("荣昌区、泸州市、内江市三地市场监管局", ["荣昌区市场监管局", "泸州市市场监管局", "内江市市场监管局"]),
        ("重庆市委市政府出台措施", ["重庆市委", "重庆市政府"]),
        ("莱州市委、市政府主办", ["莱州市委", "莱州市政府"]),
        ("泸州市江阳区、合江县人民法院", ["泸州市江阳区人民法院", "合江县人民法院"]),
        ("重庆市、四川省签署协议", []),
        ("四川省委省直机关", []),
    ],
)
def test_shared_parts(text: str, names: list[str]) -> None:
    mentions = list(find_parts(text, text))
    assert [mention.name for mention in mentions] == names
    assert all(text[m.span.start : m.span.end] == m.surface for m in mentions)


def test_a_learned_name_is_taken_apart() -> None:
    text = "遵义市、毕节市、宜宾、昭通四市生产力促进中心签约"
    start = text.index("昭通")
    end = text.index("签约")
    learned = Mention(Span(start, end), text[start:end], "Institution", "model")
    names = {mention.name for mention in share(text, text, [learned])}
    assert names == {f"{place}市生产力促进中心" for place in ("遵义", "毕节", "宜宾", "昭通")}


def test_a_name_of_one_place_stays() -> None:
    text = "遵义市、昭通市生产力促进中心签约"
    learned = Mention(Span(4, 14), text[4:14], "Institution", "model")
    assert list(share(text, text, [learned])) == [learned]

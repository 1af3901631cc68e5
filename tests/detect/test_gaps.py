"""Spaces around Latin words: closed for the search, open in what is handed on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.detect.gaps import closed
from kg.model import Mention, Span


@pytest.mark.parametrize(
    ("copy", "text"),
    [
        ("赣粤 G72 科创走廊", "赣粤G72科创走廊"),
        ("±500 kV直流工程", "±500kV直流工程"),
        ("首批 AI 企业", "首批AI企业"),
        ("集中开工 10个项目", None),
        ("遂宁讯 教育局通报", None),
        ("6月 29日", None),
        ("Great Bay Area", None),
    ],
)
def test_what_is_closed(copy: str, text: str | None) -> None:
    tight = closed(copy)
    assert (tight.text if tight else None) == text


@given(st.text(alphabet="赣粤 G72a。", max_size=30))
def test_places_lead_back(copy: str) -> None:
    if tight := closed(copy):
        assert [copy[i] for i in tight.places[:-1]] == list(tight.text)
        whole = Mention(Span(0, len(tight.text)), tight.text, "Park", "model")
        (opened,) = tight.opened([whole], copy)
        assert opened.surface == copy[opened.span.start : opened.span.end]
        assert opened.surface.replace(" ", "") == tight.text.replace(" ", "")

"""Every row of the tables of aliases and anaphora shows an example, and here it is run."""

from __future__ import annotations

import re

import pytest

from kg.link import link
from kg.link.anaphora import Row, rows
from kg.link.declared import Template, templates
from kg.link.forms import form
from kg.link.lexicon import region_characters
from kg.model import ANAPHOR, Article, Linking, Mention, Span
from kg.segment import split_sentences
from kg.tables import language, read_rows

_MARKED = re.compile(r"\[([^|\]]+)\|(\w+)\]|【([^】]+)】")


def read_example(example: str) -> tuple[Article, list[Mention], Span | None]:
    """[name|Type] marks a mention, 【…】 the word in question."""
    text, mentions, asked, end = "", [], None, 0
    for match in _MARKED.finditer(example):
        text += example[end : match.start()]
        surface = match[1] or match[3]
        span = Span(len(text), len(text) + len(surface))
        if match[1]:
            mentions.append(Mention(span, surface, match[2], "example"))
        else:
            asked = span
        text += surface
        end = match.end()
    return Article("x", "x", "", None, text + example[end:]), mentions, asked


def linked(example: str) -> tuple[Linking, Span | None]:
    article, mentions, asked = read_example(example)
    return link(article, split_sentences(article.text), mentions), asked


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_anaphora(row: Row) -> None:
    linking, asked = linked(row.example)
    names = {entity.id: entity.names[0] for entity in linking.entities}
    found = [link for link in linking.links if link.mention.kind == ANAPHOR and link.mention.span == asked]
    assert found, f"{row.name} found no {asked} in {row.example}"
    assert {link.mention.rule for link in found} == {f"anaphora/{row.name}"}
    assert "、".join(names[link.entity_id] if link.entity_id else "-" for link in found) == row.expects


@pytest.mark.parametrize(
    ("example", "expects", "group"),
    [(r["example"], r["expects"], r["kind"] == "group") for _, r in read_rows(language("aliases.tsv"), ())],
)
def test_declared(example: str, expects: str, group: bool) -> None:
    linking, _ = linked(example)
    if group:
        assert sum(link.mention.surface == expects for link in linking.links) == len(linking.entities) == 2
    else:
        assert [expects in entity.names for entity in linking.entities] == [True]


def test_templates_are_all_run() -> None:
    assert {type(template) for template in templates()} == {Template}


@pytest.mark.parametrize(
    "example", [row["example"] for _, row in read_rows(language("aliases_short.tsv"), ("long", "short", "example"))]
)
def test_customary_short_forms(example: str) -> None:
    long, short = example.split("=")
    assert form(long).reduced == form(short).reduced
    assert form(long).normal != form(short).normal


def test_region_characters_name_regions() -> None:
    assert all(name.endswith(("省", "市", "区")) for names in region_characters().values() for name in names)

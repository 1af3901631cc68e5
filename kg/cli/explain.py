"""`kg explain`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import json_option, own_tables_options

if TYPE_CHECKING:
    from kg.model import Entity, Extraction, Link, Mention, Sentence, Statement


@click.command("explain")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@json_option
@own_tables_options
def command(file: Path, as_json: bool) -> int:
    """Show sentence by sentence what is read from an article, and why.

    Under each sentence: = what is named (kind, rule, how surely), which entity that is, and why; + what is stated, by
    which rule, how surely; - what was thought of and rejected. At the end ! what the ontology's shapes forbid. A
    folder gives all its articles.
    """
    from kg.model import Article
    from kg.pipeline import extract
    from kg.read import read_articles

    told, status = [], 0
    for item in read_articles([file]):
        if isinstance(item, Article):
            told.append(explanation(extract(item)))
        else:
            click.echo(str(item), err=True)
            status = 1
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif told:
        click.echo("\n\n".join("\n".join(_lines(one)) for one in told))
    return status


def explanation(extraction: Extraction) -> dict[str, Any]:
    """How one article was read, as plain data; offsets count code points of the article's cleaned text."""
    from kg.pipeline import conforming_quads

    article = extraction.article
    entities = {entity.id: entity for entity in extraction.entities}
    return {
        "article": {"id": article.id, "title": article.title, "published": article.published, "url": article.url},
        "entities": [{"id": e.id, "types": e.types, "names": e.names, "local": e.local} for e in extraction.entities],
        "sentences": [_sentence(extraction, sentence, entities) for sentence in extraction.sentences],
        "left_out": conforming_quads(extraction)[1],
    }


def _sentence(extraction: Extraction, sentence: Sentence, entities: dict[str, Entity]) -> dict[str, Any]:
    span = sentence.span
    mentions: dict[Mention, list[Link]] = {}
    for link in extraction.links:
        if span.start <= link.mention.span.start < span.end:
            mentions.setdefault(link.mention, []).append(link)
    return {
        "start": span.start, "end": span.end, "text": extraction.article.text[span.start : span.end],
        "mentions": [_mention(mention, links, entities) for mention, links in mentions.items()],
        "stated": list(_facts(extraction.statements, sentence, entities)),
        "rejected": list(_facts(extraction.rejected, sentence, entities)),
    }  # fmt: skip


def _mention(mention: Mention, links: list[Link], entities: dict[str, Entity]) -> dict[str, Any]:
    value = mention.value
    return {
        "start": mention.span.start, "end": mention.span.end, "surface": mention.surface, "kind": mention.kind,
        "also": mention.also, "rule": mention.rule, "confidence": mention.confidence, "marks": mention.marks,
        "value": value and value.lexical, "unit": value and value.unit,
        "links": [
            {
                "entity": link.entity_id, "name": _name(link.entity_id, entities), "score": link.score,
                "reasons": link.reasons,
            }
            for link in links
        ],
    }  # fmt: skip


def _facts(
    statements: tuple[Statement, ...], sentence: Sentence, entities: dict[str, Entity]
) -> Iterator[dict[str, Any]]:
    """The facts whose words begin in the sentence."""
    for statement in statements:
        other = statement.object
        for said in statement.evidence:
            if sentence.span.start <= said.span.start < sentence.span.end:
                yield {
                    "subject": statement.subject, "subject_name": _name(statement.subject, entities),
                    "predicate": statement.predicate, "object": other if isinstance(other, str) else other.lexical,
                    "object_name": _name(other, entities) if isinstance(other, str) else None,
                    "unit": None if isinstance(other, str) else other.unit, "is_entity": isinstance(other, str),
                    "rule": said.rule, "confidence": said.confidence, "modality": said.modality,
                    "quote": said.quote, "start": said.span.start, "end": said.span.end,
                }  # fmt: skip


def _name(entity: str | None, entities: dict[str, Entity]) -> str | None:
    return entities[entity].names[0] if entity in entities else entity


def _lines(told: dict[str, Any]) -> Iterator[str]:
    from kg.cli.readable import term

    article = told["article"]
    kinds = {entity["id"]: "、".join(term("type", kind) for kind in entity["types"]) for entity in told["entities"]}
    yield click.style(f"{article['title'] or article['id']}  {article['published'] or 'no date'}", bold=True)
    for sentence in told["sentences"]:
        yield f"\n{sentence['start']}–{sentence['end']}  {' '.join(sentence['text'].split())}"
        for mention in sentence["mentions"]:
            yield _mention_line(mention, kinds)
        for sign, group in (("+", "stated"), ("-", "rejected")):
            for fact in sentence[group]:
                yield _fact_line(sign, fact)
    if told["left_out"]:
        yield ""
        yield from (f"! {line}" for line in told["left_out"])


def _mention_line(mention: dict[str, Any], kinds: dict[str, str]) -> str:
    from kg.cli.readable import term

    value = f" = {mention['value']}{' ' + mention['unit'] if mention['unit'] else ''}" if mention["value"] else ""
    marks = f" ({', '.join(mention['marks'])})" if mention["marks"] else ""
    stands = []
    for link in mention["links"]:
        if link["entity"]:
            why = f": {'; '.join(link['reasons'])}" if link["reasons"] else ""
            stands.append(f"{link['name']} [{kinds.get(link['entity'], '')}] {link['score']:.2f}{why}")
    how = f"{term('type', mention['kind'])}, {mention['rule']} {mention['confidence']:.2f}"
    undecided = "" if mention["kind"] in ("Time", "Money", "Area") else " → not decided"
    arrow = f" → {' + '.join(stands)}" if stands else undecided
    return f"  = {mention['surface']}{value}{marks} [{how}]{arrow}"


def _fact_line(sign: str, fact: dict[str, Any]) -> str:
    from kg.cli.readable import predicate, term, value
    from kg.query.card import unit_of

    unit = unit_of(fact["predicate"], fact["unit"])
    other = fact["object_name"] if fact["is_entity"] else value(fact["predicate"], fact["object"], unit)
    modality = "" if fact["modality"] == "asserted" else f", {term('modality', fact['modality'])}"
    how = f"[{fact['rule']} {fact['confidence']:.2f}{modality}]"
    return f"  {sign} {fact['subject_name']} · {predicate(fact['predicate'])} · {other} {how}"

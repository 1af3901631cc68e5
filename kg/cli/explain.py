"""`kg explain`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.model import Extraction, Sentence, Statement


@click.command("explain")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def command(file: Path) -> None:
    """Show sentence by sentence what is read from an article, and why.

    Under each sentence: = what is named, and which entity that is; + what is stated, by which rule, how surely;
    - what was thought of and rejected.
    """
    from kg.model import Article
    from kg.pipeline import extract
    from kg.read import read_articles

    for item in read_articles([file]):
        if not isinstance(item, Article):
            raise item
        click.echo("\n".join(_lines(extract(item))))


def _lines(extraction: Extraction) -> Iterator[str]:
    article = extraction.article
    yield click.style(f"{article.title} ({article.published or 'no date'})", bold=True)
    names = {entity.id: f"{entity.names[0]} ({entity.types[0]})" for entity in extraction.entities}
    for sentence in extraction.sentences:
        text = article.text[sentence.span.start : sentence.span.end]
        yield f"\n{sentence.span.start}–{sentence.span.end}  {' '.join(text.split())}"
        for link in extraction.links:
            if sentence.span.covers(link.mention.span):
                mention = link.mention
                entity = names.get(link.entity_id or "", "no entity")
                why = f"; {', '.join(link.reasons)}" if link.reasons else ""
                yield f"  = {mention.surface} [{mention.kind}, {mention.rule} {mention.confidence:.2f}] → {entity}{why}"
        yield from _statements("+", extraction.statements, sentence, names)
        yield from _statements("-", extraction.rejected, sentence, names)


def _statements(
    sign: str, statements: tuple[Statement, ...], sentence: Sentence, names: dict[str, str]
) -> Iterator[str]:
    for statement in statements:
        for evidence in statement.evidence:
            if sentence.span.start <= evidence.span.start < sentence.span.end:
                other = statement.object
                obj = (
                    names.get(other, other) if isinstance(other, str) else f"{other.lexical} {other.unit or ''}".strip()
                )
                subject = names.get(statement.subject, statement.subject)
                modality = "" if evidence.modality == "asserted" else f", {evidence.modality}"
                how = f"[{evidence.rule} {evidence.confidence:.2f}{modality}]"
                yield f"  {sign} {subject} {statement.predicate} {obj} {how}"

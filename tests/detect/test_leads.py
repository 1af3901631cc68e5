"""Leading verbs: every row's example, and what keeps its beginning."""

import pytest

from kg.detect.leads import without_leads
from kg.model import Mention, Span
from kg.tables import language, read_rows

ROWS = [row for _, row in read_rows(language("leads.tsv"), ("word", "of", "example"))]


def trimmed(name: str, kind: str) -> str:
    (mention,) = without_leads([Mention(Span(0, len(name)), name, kind, "test")], name)
    assert mention.surface == name[mention.span.start : mention.span.end]
    return mention.surface


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_example(row: dict[str, str]) -> None:
    lead, _, name = row["example"].removeprefix("[").partition("]")
    assert lead == row["word"]
    assert trimmed(lead + name, "Park" if row["of"] == "any" else "Project") == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("推进区域一体化工作会议", "Event"),
        ("成立大会", "Event"),
        ("加快港口建设合作协议", "Agreement"),
        ("支持站", "Institution"),
        ("新建区人民政府", "Government"),
    ],
)
def test_what_keeps_its_beginning(name: str, kind: str) -> None:
    assert trimmed(name, kind) == name

"""The network -> an Excel workbook: agreements, projects, events, parties, facts, evidence, one sheet each."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kg.export.rows import JOIN, Cell, Row, edges, evidence, nodes
from kg.lang.labels import labels
from kg.vocabulary import INSTITUTION_TYPES

if TYPE_CHECKING:
    import networkx as nx
    from openpyxl.worksheet.worksheet import Worksheet

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000  # a cell holds 32,767 characters
_WIDEST = 60
_LINE = 15  # points
_PARTIES = ("Park", "Region", *INSTITUTION_TYPES, "Fund")
# Sheet -> (types, columns): a column is a value of the node, or the names at the other ends of a predicate.
_SHEETS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    ("协议", ("Agreement",), (
        ("名称", "label"), ("签署方", "signatory"), ("签署日期", "signedOn"), ("签署活动", "signedAt"),
        ("合作领域", "cooperationArea"), ("产业", "industry"), ("总投资（元）", "totalInvestment"),
        ("文章数", "articles"),
    )),
    ("项目", ("Project",), (
        ("名称", "label"), ("状态", "status"), ("建设方", "builder"), ("投资方", "investor"), ("参与方", "participant"),
        ("位于", "locatedIn"), ("属于", "partOf"), ("产业", "industry"), ("总投资（元）", "totalInvestment"),
        ("年度投资（元）", "annualInvestment"), ("面积（平方公里）", "area"), ("开工", "startedOn"),
        ("建成", "completedOn"), ("文章数", "articles"),
    )),
    ("活动", ("Event",), (
        ("名称", "label"), ("日期", "heldOn"), ("地点", "locatedIn"), ("主办方", "organizer"),
        ("参与方", "participant"), ("总投资（元）", "totalInvestment"), ("文章数", "articles"),
    )),
    ("机构与园区", _PARTIES, (
        ("名称", "label"), ("类型", "type_zh"), ("别名", "aliases"), ("位于", "locatedIn"), ("属于", "partOf"),
        ("产业", "industry"), ("成立", "establishedOn"), ("关联数", "degree"), ("文章数", "articles"),
    )),
)  # fmt: skip
_EVIDENCE = (
    ("主体", "subject"), ("关系", "predicate"), ("客体", "object"), ("原文", "quote"), ("文章", "title"),
    ("文章编号", "article"), ("发布日期", "published"), ("可信度", "confidence"), ("情态", "modality"),
)  # fmt: skip


def workbook(network: nx.MultiDiGraph) -> bytes:
    """The workbook's bytes; the same network gives the same ones."""
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    book.remove(book.active)
    rows = [row | _neighbours(network, str(row["id"])) for row in nodes(network)]
    for title, types, columns in _SHEETS:
        _fill(book.create_sheet(title), columns, (row for row in rows if row["type"] in types))
    names = {row["id"]: row["label"] for row in rows}
    facts = (row | {"source": names[row["source"]], "target": names[row["target"]]} for row in edges(network))
    fact_columns = (
        ("主体", "source"), ("关系", "label"), ("客体", "target"), ("文章数", "weight"), ("可信度", "confidence"),
        ("情态", "modality"), ("最早报道", "date"), ("原文", "quote"),
    )  # fmt: skip
    _fill(book.create_sheet("关系"), fact_columns, map(_named_modality, facts))
    _fill(book.create_sheet("依据"), _EVIDENCE, map(_named_modality, evidence(network)))
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _named_modality(row: Row) -> Row:
    return row | {"modality": labels("modality")[str(row["modality"])].zh}


def _neighbours(network: nx.MultiDiGraph, iri: str) -> Row:
    """Predicate -> the names at its other ends, in the order of their IRIs."""
    found: dict[str, list[str]] = {}
    for _, target, edge in network.out_edges(iri, data=True):
        found.setdefault(edge["predicate"], []).append(network.nodes[target]["name"])
    return {name: JOIN.join(dict.fromkeys(ends)) for name, ends in found.items()}


def _fill(sheet: Worksheet, columns: Sequence[tuple[str, str]], rows: Iterable[Row]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.append([title for title, _ in columns])
    widest = [2 * len(title) + 2 for title, _ in columns]
    for row in rows:
        values = [_cell(row.get(name)) for _, name in columns]
        sheet.append(values)
        widest = [max(w, min(_WIDEST, _width(value))) for w, value in zip(widest, values, strict=True)]
    for index, width in enumerate(widest, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
        head = sheet.cell(1, index)
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color="E8EEF4")
        head.alignment = Alignment(vertical="center")
    plain, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    for cells in sheet.iter_rows(min_row=2):
        lines = max(-(-_width(cell.value) // _WIDEST) for cell in cells)
        if lines > 1:
            sheet.row_dimensions[cells[0].row].height = _LINE * min(lines, 20)
        for cell, width, (_, name) in zip(cells, widest, columns, strict=True):
            # A name that begins with an equals sign is a name.
            if cell.data_type == "f":
                cell.data_type = "s"
            if isinstance(cell.value, int) and abs(cell.value) >= 1000:
                cell.number_format = "#,##0"
            elif name == "confidence":
                cell.number_format = "0.00"
            cell.alignment = wrapped if width == _WIDEST else plain
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    _for_paper(sheet)


def _for_paper(sheet: Worksheet) -> None:
    """A printed sheet is as wide as the page, with its head on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&A  &P / &N"


def _cell(value: Cell) -> Cell:
    return _ILLEGAL.sub("\ufffd", value)[:_LONGEST] if isinstance(value, str) else value


def _width(value: Any) -> int:
    return sum(2 if character > "\u2e80" else 1 for character in str(value if value is not None else "")) + 2


def _timeless(data: bytes) -> bytes:
    """The archive with one date on all its members, and none in its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(member.filename)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()

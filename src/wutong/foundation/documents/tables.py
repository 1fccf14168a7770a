"""A table as .docx on a landscape page, for what is printed and handed round: a signing list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from wutong.foundation.documents.composition import printable
from wutong.foundation.documents.layout import PAGE_MM, TITLE_PT
from wutong.foundation.documents.sheets import Cell, ColumnSpec, SheetSpec

MARGIN_MM = 20.0
TITLE_FACE, HEAD_FACE, FACE = "方正小标宋简体", "黑体", "仿宋_GB2312"
NOTE_PT, CELL_PT = 12.0, 12.0


def to_docx_table(spec: SheetSpec) -> bytes:
    """Return the sheet as a Word file: title, notes, and a table whose head repeats."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE_MM[1]), Mm(PAGE_MM[0])
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    document.core_properties.title = spec.title[:255]
    document.core_properties.author = ""
    _line(document.add_paragraph(), spec.title, TITLE_FACE, TITLE_PT, ALIGN.CENTER)
    for note in spec.notes:
        _line(document.add_paragraph(), note, FACE, NOTE_PT, ALIGN.LEFT)
    rows = list(spec.rows)
    table = document.add_table(rows=1 + len(rows), cols=len(spec.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _fill(table.rows[0], [c.label for c in spec.columns], spec.columns, HEAD_FACE, centred=True)
    _repeat(table.rows[0])
    for row, values in zip(table.rows[1:], rows, strict=True):
        _fill(row, [written(value) for value in values], spec.columns, FACE)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def written(value: Cell) -> str:
    """Return a cell's value as it is printed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _fill(
    row: Any, texts: Sequence[str], columns: Sequence[ColumnSpec], face: str, centred: bool = False
) -> None:
    across = PAGE_MM[1] - 2 * MARGIN_MM
    whole = sum(column.wide for column in columns)
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        cell.width = Mm(across * column.wide / whole)
        side = ALIGN.CENTER if centred or column.kind in ("count", "date") else ALIGN.LEFT
        side = ALIGN.RIGHT if column.kind.startswith("money") and not centred else side
        _line(cell.paragraphs[0], text, face, CELL_PT, side)


def _line(paragraph: Paragraph, text: str, face: str, size: float, side: ALIGN) -> None:
    paragraph.alignment = side
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size = face, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _repeat(row: Any) -> None:
    """Print the row at the head of every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)

"""Tables as .xlsx, row by row, so that a ledger of any length needs little memory."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wutong.foundation.documents.composition import printable
from wutong.foundation.documents.titles import width

Kind = Literal["text", "date", "count", "money_wan", "money_yuan", "percent"]
Cell = str | bool | int | float | Decimal | date | None

FORMATS: dict[Kind, str] = {
    "text": "@",
    "date": "yyyy-mm-dd",
    "count": "#,##0",
    "money_wan": "#,##0.00",
    "money_yuan": "#,##0.00",
    "percent": "0.00%",
}
WIDTHS: dict[Kind, float] = {
    "text": 18,
    "date": 12,
    "count": 10,
    "money_wan": 14,
    "money_yuan": 18,
    "percent": 10,
}
FACE, HEAD_FACE = "宋体", "黑体"
CELL_PT, LINE_PT, TALLEST_PT = 10.5, 14.0, 409.0  # 五号; its line; Excel's tallest row
EXACT_DIGITS = 15  # Excel keeps no more of a number
LAST_ROW = 1_048_576
LONGEST_NAME = 31  # characters of a sheet's name, in UTF-16 as Excel counts
LONGEST_TEXT = 32_767  # characters of a cell
CUT = "…（超出单元格上限，以下从略）"
FIRST_DAY = date(1900, 3, 1)  # Excel believes in a 29 February 1900; before it days are off
TRIGGERS = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for the start of a formula


@dataclass(frozen=True)
class ColumnSpec:
    """A column; `width` is in half-width characters, 0 for the kind's own.

    Values come in the column's unit: money_wan in 万元, percent as a fraction (0.125 is 12.50%).
    """

    label: str
    kind: Kind = "text"
    width: float = 0

    @property
    def wide(self) -> float:
        """The width, never less than the heading needs beside its filter button."""
        return self.width or max(WIDTHS[self.kind], min(2 * width(self.label) + 4, 24))


@dataclass(frozen=True)
class SheetSpec:
    """A sheet: title, notes (definition, as-of day, period), headings, rows."""

    name: str
    title: str
    notes: list[str] = field(default_factory=list)
    columns: list[ColumnSpec] = field(default_factory=list)
    rows: Iterable[Sequence[Cell]] = ()


@dataclass(frozen=True)
class Formats:
    """The looks of one workbook's cells."""

    title: Format
    note: Format
    head: Format
    cells: dict[Kind, Format]
    literal: Format
    inexact: Format


def to_xlsx(sheets: Iterable[SheetSpec], stream: BinaryIO) -> None:
    """Write the sheets as an .xlsx file into `stream`."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        formats = _formats(book)
        taken: set[str] = set()
        for spec in sheets:
            name = sheet_name(spec.name, taken)
            taken.add(name.casefold())
            _write(book.add_worksheet(name), spec, formats)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name that Excel accepts and that no sheet in `taken` (case-folded) has."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", printable(wanted)).strip(" '") or "表"
    if clean.casefold() == "history":  # Excel keeps it for itself
        clean += "-"
    name, number = _fitted(clean, ""), 1
    while name.casefold() in taken:
        number += 1
        name = _fitted(clean, f" ({number})")
    return name


def _fitted(name: str, suffix: str) -> str:
    room = LONGEST_NAME - len(suffix)
    while len(name.encode("utf-16-le")) // 2 > room:
        name = name[:-1]
    return name.strip(" '") + suffix


def _formats(book: xlsxwriter.Workbook) -> Formats:
    def make(**more: object) -> Format:
        return book.add_format(
            {"font_name": FACE, "font_size": CELL_PT, "valign": "vcenter"} | more
        )

    def cell(kind: Kind) -> Format:
        if kind == "text":
            return make(num_format="@", align="left", border=1, text_wrap=True, indent=1)
        side = "center" if kind == "date" else "right"
        return make(num_format=FORMATS[kind], align=side, border=1)

    return Formats(
        title=make(font_name=HEAD_FACE, font_size=16, align="center", text_wrap=True),
        note=make(align="left", text_wrap=True),
        head=make(
            font_name=HEAD_FACE, align="center", border=1, text_wrap=True, bg_color="#E7ECF1"
        ),
        cells={kind: cell(kind) for kind in FORMATS},
        # The quote prefix keeps such text a text even after somebody edits the cell.
        literal=make(
            num_format="@", align="left", border=1, text_wrap=True, indent=1, quote_prefix=True
        ),
        inexact=make(num_format="@", align="right", border=1),
    )


def _write(sheet: Worksheet, spec: SheetSpec, formats: Formats) -> None:
    for at, column in enumerate(spec.columns):
        sheet.set_column(at, at, column.wide)
    row = _band(sheet, 0, spec.title, spec, formats.title, 24)
    for note in spec.notes:
        row = _band(sheet, row, note, spec, formats.note, 16)
    head = row
    sheet.set_row(head, 28)
    for at, column in enumerate(spec.columns):
        sheet.write_string(head, at, printable(column.label), formats.head)
    for values in spec.rows:
        row += 1
        if row >= LAST_ROW:
            raise ValueError(f"“{spec.title}”超过一张工作表的 {LAST_ROW:,} 行，请缩小范围后导出")
        # Set, not left to the program: LibreOffice does not fit rows to wrapped text on opening.
        lines = map(_lines, values, (column.wide - 2 for column in spec.columns))
        sheet.set_row(row, min(LINE_PT * max(lines, default=1) + 4, TALLEST_PT))
        for at, (column, value) in enumerate(zip(spec.columns, values, strict=True)):
            _write_cell(sheet, row, at, value, column.kind, formats)
    _set_print(sheet, head, row, max(len(spec.columns) - 1, 0))


def _band(
    sheet: Worksheet, row: int, text: str, spec: SheetSpec, look: Format, line_pt: float
) -> int:
    """Write a line across the table, as high as its text needs; return the next row."""
    text = _short(printable(text))
    if not text:
        return row
    across = sum(column.wide for column in spec.columns) or WIDTHS["text"]
    lines = _lines(text, across * CELL_PT / look.font_size)
    sheet.set_row(row, min(lines * line_pt, TALLEST_PT))
    if len(spec.columns) > 1:
        sheet.merge_range(row, 0, row, len(spec.columns) - 1, "", look)
    sheet.write_string(row, 0, text, look)
    return row + 1


def _lines(value: Cell, wide: float) -> int:
    """How many lines the value takes in a cell of so many half-width characters."""
    if not isinstance(value, str) or (2 * len(value) <= wide and "\n" not in value):
        return 1
    return sum(max(1, math.ceil(2 * width(line) / wide)) for line in value.splitlines()) or 1


def _write_cell(
    sheet: Worksheet, row: int, at: int, value: Cell, kind: Kind, formats: Formats
) -> None:
    look = formats.cells[kind]
    if isinstance(value, bool):
        value = "是" if value else "否"
    if value is None or value == "":
        sheet.write_blank(row, at, None, look)
    elif isinstance(value, date):
        _write_date(sheet, row, at, value, look)
    elif isinstance(value, str):
        text = _short(printable(value))
        sheet.write_string(row, at, text, formats.literal if text.startswith(TRIGGERS) else look)
    elif exact(value):
        sheet.write_number(row, at, float(value), look)
    else:
        sheet.write_string(row, at, f"{Decimal(value):f}", formats.inexact)


def _write_date(sheet: Worksheet, row: int, at: int, value: date, look: Format) -> None:
    """Write a day as a day: a time of day would spoil filters and comparisons."""
    day = value.date() if isinstance(value, datetime) else value
    if day < FIRST_DAY:
        sheet.write_string(row, at, day.isoformat(), look)
    else:
        sheet.write_datetime(row, at, datetime(day.year, day.month, day.day), look)


def exact(value: int | float | Decimal) -> bool:
    """Whether Excel can keep the number to its last digit."""
    if isinstance(value, float):
        return math.isfinite(value)  # it was inexact before it came here
    number = Decimal(value)
    if not number.is_finite():
        return False
    return (
        len(number.normalize().as_tuple().digits) <= EXACT_DIGITS and abs(number.adjusted()) < 300
    )


def _short(text: str) -> str:
    """Return text that fits a cell, saying so where it had to be cut."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


def _set_print(sheet: Worksheet, head: int, last: int, last_column: int) -> None:
    """Landscape A4, one page wide, the headings on every page."""
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, max(last, head), last_column)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, max(last, head), last_column)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)  # inches
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")

"""Workbooks as rows of cells with Excel's own addresses, whatever the file's format."""

from __future__ import annotations

import csv
import io
import os
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import xlrd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from wutong.foundation.imports import cells
from wutong.foundation.imports.safety import Format, Unreadable, encoding_of, inspect
from wutong.foundation.imports.texts import Value

DELIMITERS: Final = ",\t;"
SAMPLE: Final = 100  # lines that decide the delimiter
LONGEST_CELL: Final = 1_000_000
RESAVE: Final = "请用Excel或WPS打开后另存为“Excel 工作簿（.xlsx）”再上传"

Cells = list[Value | None]
Source = Callable[[], Iterator[tuple[int, Cells]]]


class Merge(NamedTuple):
    """A merged area; rows and columns count from 0, the last ones included."""

    first_row: int
    first_col: int
    last_row: int
    last_col: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Its cells are read when asked for, and again each time."""

    name: str
    hidden: bool
    load_merges: Callable[[], list[Merge]] = field(repr=False)
    load_rows: Source = field(repr=False)

    @property
    def merges(self) -> list[Merge]:
        return self.load_merges()

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield Excel's row number (from 1) and the values by Excel's column (from 0).

        An empty cell is None. Rows without any cell may be left out. Raises Unreadable.
        """
        return self.load_rows()


def address(row: int, col: int) -> str:
    """Return Excel's address of the row (from 1) and column (from 0): `address(17, 5)` is F17."""
    letters = ""
    col += 1
    while col:
        col, letter = divmod(col - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def open_ledger(path: str | os.PathLike[str], *, name: str | None = None) -> list[Sheet]:
    """Return the file's sheets in order, hidden ones too; `name` is what its sender calls it.

    Runs every check of `safety` first. Raises Unreadable, also while rows are read.
    """
    file = Path(path)
    called = name or file.name
    kind = inspect(file, name=name)
    if kind is Format.CSV:
        return [Sheet(Path(called).stem, False, list, partial(_csv_rows, file, called))]
    try:
        sheets = _xls(file, called) if kind is Format.XLS else _xlsx(file, called)
    except Unreadable:
        raise
    except Exception as error:  # whatever the two readers meet in a damaged file
        raise Unreadable(called, "已损坏，无法读取", RESAVE) from error
    if not sheets:
        raise Unreadable(called, "没有工作表", "请检查后重新上传")
    return sheets


class _Xlsx:
    """An open .xlsx that holds one sheet at a time."""

    def __init__(self, path: Path, called: str) -> None:
        self.path, self.called = path, called
        self.book = CalamineWorkbook.from_path(path)
        with zipfile.ZipFile(path) as archive:
            self.parts = cells.parts(archive)
        self.loaded: tuple[str, CalamineSheet, dict[int, dict[int, str]]] | None = None

    def load(self, name: str) -> tuple[str, CalamineSheet, dict[int, dict[int, str]]]:
        if self.loaded is None or self.loaded[0] != name:
            self.loaded = None  # frees the last sheet before the next is read
            try:
                with zipfile.ZipFile(self.path) as archive:
                    errors = cells.errors(archive, self.parts[name])
                self.loaded = (name, self.book.get_sheet_by_name(name), errors)
            except cells.TooLarge as error:
                todo = "请删除表格以外的空白行列后另存再上传"
                raise Unreadable(self.called, f"的工作表“{name}”范围过大", todo) from error
            except (CalamineError, KeyError, cells.Malformed, zipfile.BadZipFile) as error:
                raise Unreadable(self.called, f"的工作表“{name}”已损坏", RESAVE) from error
        return self.loaded

    def merges(self, name: str) -> list[Merge]:
        ranges = self.load(name)[1].merged_cell_ranges or []
        return [Merge(*first, *last) for first, last in ranges]

    def rows(self, name: str) -> Iterator[tuple[int, Cells]]:
        _, sheet, errors = self.load(name)
        before: Cells = [None] * (sheet.start[1] if sheet.start else 0)
        number = 0
        for number, row in enumerate(sheet.iter_rows() if sheet.start else (), start=1):
            values = before + [_whole(value) for value in row]
            yield number, _with(values, errors[number]) if number in errors else values
        # calamine's area ends with the last value: errors may stand below it.
        for below in sorted(row for row in errors if row > number):
            yield below, _with([], errors[below])


def _with(values: Cells, errors: dict[int, str]) -> Cells:
    values += [None] * (max(errors) + 1 - len(values))
    for col, text in errors.items():
        values[col] = text
    return values


def _whole(value: Value) -> Value | None:
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return None if value == "" else value


def _xlsx(path: Path, called: str) -> list[Sheet]:
    book = _Xlsx(path, called)
    return [
        Sheet(
            sheet.name,
            sheet.visible != SheetVisibleEnum.Visible,
            partial(book.merges, sheet.name),
            partial(book.rows, sheet.name),
        )
        for sheet in book.book.sheets_metadata
        if sheet.name in book.parts  # charts and dialogs have no cells
    ]


def _xls(path: Path, called: str) -> list[Sheet]:
    book = xlrd.open_workbook(
        path, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
    )
    return [
        Sheet(
            name,
            bool(book.sheet_by_index(index).visibility),
            partial(_xls_merges, book, index),
            partial(_xls_rows, book, index, called),
        )
        for index, name in enumerate(book.sheet_names())
    ]


def _xls_merges(book: Any, index: int) -> list[Merge]:
    merged = book.sheet_by_index(index).merged_cells
    return [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in merged]


def _xls_rows(book: Any, index: int, called: str) -> Iterator[tuple[int, Cells]]:
    sheet = book.sheet_by_index(index)
    for row in range(sheet.nrows):
        try:
            yield row + 1, [_xls_value(book, cell) for cell in sheet.row(row)]
        except (struct.error, IndexError, ValueError) as error:
            wrong = f"的工作表“{sheet.name}”第{row + 1}行已损坏"
            raise Unreadable(called, wrong, RESAVE) from error


def _xls_value(book: Any, cell: Any) -> Value | None:
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return _moment(xlrd.xldate_as_datetime(value, book.datemode))
        except (xlrd.XLDateError, OverflowError):
            return _whole(value)
    return _whole(value) if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def _moment(value: datetime) -> date | datetime:
    return value.date() if value.time() == time() else value


def _csv_rows(path: Path, called: str) -> Iterator[tuple[int, Cells]]:
    encoding = encoding_of(path, called)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding=encoding, newline="") as stream:
            sample = [line for line, _ in zip(stream, range(SAMPLE), strict=False)]
            stream.seek(0)
            number = 0
            reader = csv.reader(stream, delimiter=_delimiter(sample), strict=True)
            for number, row in enumerate(reader, start=1):
                yield number, [text or None for text in row]
    except csv.Error as error:
        wrong = f"第{number + 1}行的引号或格式不对"
        raise Unreadable(called, wrong, "请改正引号，或另存为.xlsx后上传") from error
    finally:
        csv.field_size_limit(limit)


def _delimiter(sample: list[str]) -> str:
    """Return the delimiter that divides most lines, and those most alike."""

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if len(row) > 1]
        return len(widths), max((widths.count(width) for width in widths), default=0)

    return max(DELIMITERS, key=score)

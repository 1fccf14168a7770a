"""Every cell comes back with its own address, whatever the file's format."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from wutong.foundation.imports import cells
from wutong.foundation.imports.reading import Merge, Sheet, address, open_ledger
from wutong.foundation.imports.safety import Unreadable
from wutong.foundation.imports.texts import Value

Grid = dict[tuple[int, int], Value]  # by row and column, from 0

TEXT = st.text("项目(一)ＡB１2，,;\"' 元\n", min_size=1, max_size=8).filter(
    lambda text: not text.isspace() and not text.startswith(("=", "'"))
)
VALUE = st.one_of(
    TEXT,
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**7), 10**7, places=3).map(float).filter(lambda number: number % 1 != 0),
    st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    st.sampled_from(["#REF!", "#DIV/0!", "#N/A"]),
    st.booleans(),
)
GRIDS = st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 30)), VALUE, max_size=30)


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def read(sheet: Sheet) -> Grid:
    return {
        (number - 1, col): value
        for number, values in sheet.rows()
        for col, value in enumerate(values)
        if value is not None
    }


def write_xlsx(grid: Grid, path: Path) -> None:
    book = openpyxl.Workbook()
    for (row, col), value in grid.items():
        book.active.cell(row + 1, col + 1).value = value
    book.save(path)


def write_xls(grid: Grid, path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for (row, col), value in grid.items():
        if isinstance(value, str) and value.startswith("#"):
            sheet.row(row).set_cell_error(col, 42 if value == "#N/A" else value)
        elif isinstance(value, date):
            sheet.write(row, col, value, day)
        else:
            sheet.write(row, col, value)
    book.save(str(path))


def same(left: Grid, right: Grid) -> bool:
    return left == right and all(type(left[place]) is type(right[place]) for place in left)


@settings(max_examples=60, deadline=None)
@given(GRIDS, GRIDS)
def test_any_sheet_comes_back_cell_for_cell(first: Grid, second: Grid) -> None:
    with TemporaryDirectory() as folder:
        for suffix, write in ((".xlsx", write_xlsx), (".xls", write_xls)):
            path = Path(folder) / f"台账{suffix}"
            for grid in (first, second):
                write(grid, path)
                (sheet,) = open_ledger(path)
                assert same(read(sheet), grid)
                assert same(read(sheet), grid)  # a second time too


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.one_of(st.just(""), TEXT), min_size=2, max_size=6), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from(",;\t"),
)
def test_any_csv_comes_back_cell_for_cell(
    rows: list[list[str]], encoding: str, delimiter: str
) -> None:
    # A first row without a delimiter inside its texts settles which one it is.
    rows = [["序号", "名称", "单位"] * 3] * 20 + rows
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "2023年台账.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        (sheet,) = open_ledger(path)
        assert (sheet.name, sheet.hidden, sheet.merges) == ("2023年台账", False, [])
        assert read(sheet) == {
            (row, col): value
            for row, values in enumerate(rows)
            for col, value in enumerate(values)
            if value
        }


@given(st.integers(1, 10**6), st.integers(0, 16_383))
def test_an_address_is_excels(row: int, col: int) -> None:
    assert address(row, col) == f"{get_column_letter(col + 1)}{row}"
    assert cells.column(get_column_letter(col + 1)) == col


def test_an_address_in_the_brief() -> None:
    assert address(17, 5) == "F17"


def test_merges_and_hidden_sheets_of_both_formats(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "印发稿"
    book.active["B2"] = "标题"
    book.active.merge_cells("B2:F4")
    hidden = book.create_sheet("初稿")
    hidden["A1"] = 1
    hidden.sheet_state = "hidden"
    book.create_sheet("更早").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    book.save(folder / "a.xlsx")
    old = xlwt.Workbook()
    sheet = old.add_sheet("印发稿")
    sheet.write_merge(1, 3, 1, 5, "标题")
    old.add_sheet("初稿").write(0, 0, 1)
    old.get_sheet(1).visibility = 1
    old.add_sheet("更早").visibility = 2
    old.save(str(folder / "a.xls"))
    for name in ("a.xlsx", "a.xls"):
        sheets = open_ledger(folder / name)
        assert [(s.name, s.hidden) for s in sheets] == [
            ("印发稿", False), ("初稿", True), ("更早", True),
        ]  # fmt: skip
        assert sheets[0].merges == [Merge(1, 1, 3, 5)]
        assert read(sheets[0]) == {(1, 1): "标题"}
        assert read(sheets[1]) == {(0, 0): 1}
        assert read(sheets[2]) == {}


def test_sheets_can_be_read_in_any_order(folder: Path) -> None:
    book = openpyxl.Workbook()
    for month in range(1, 4):
        book.create_sheet(f"{month}月")["C5"] = month
    book.save(folder / "a.xlsx")
    sheets = open_ledger(folder / "a.xlsx")
    streams = [sheet.rows() for sheet in sheets]
    for stream, sheet in zip(reversed(streams), reversed(sheets), strict=True):
        assert list(stream) == list(sheet.rows())
    assert read(sheets[2]) == {(4, 2): 2}


def rewrite_sheet(path: Path, xml: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    "xml",
    [
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="3"><c r="B3"><v>7</v></c><c r="D3" s="0" '
        't="e"><f>A1&lt;1</f><v>#REF!</v></c></row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="3"><c r="B3"><v>7</v></c><c t="e" r="D3">'
        "<v>#REF!</v></c></row></sheetData></worksheet>",
        f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='3'><x:c r='B3'><x:v>7</x:v></x:c>"
        "<x:c r='D3' t='e'><x:f>1</x:f><x:v>#REF!</x:v></x:c></x:row></x:sheetData></x:worksheet>",
    ],
)
def test_an_error_is_found_however_its_cell_is_written(folder: Path, xml: str) -> None:
    path = folder / "a.xlsx"
    write_xlsx({(0, 0): 1}, path)
    rewrite_sheet(path, xml)
    assert read(open_ledger(path)[0]) == {(2, 1): 7, (2, 3): "#REF!"}


def test_errors_are_found_across_the_pieces_of_a_large_sheet(folder: Path) -> None:
    path = folder / "a.xlsx"
    grid: Grid = {}
    for row in range(0, 9000):
        grid[row, 1] = f"某某年产{row}万吨石英砂提纯项目" * 3
        grid[row, 2] = "#REF!" if row % 7 == 0 else row
    write_xlsx(grid, path)
    assert read(open_ledger(path)[0]) == grid


def test_a_formula_gives_its_stored_result(folder: Path) -> None:
    path = folder / "a.xlsx"
    write_xlsx({(0, 0): 1}, path)
    rewrite_sheet(
        path,
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"'
        ' t="str"><f>"a"</f><v>合计</v></c></row></sheetData></worksheet>',
    )
    assert read(open_ledger(path)[0]) == {(1, 1): 2, (1, 2): "合计"}


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row><c r="A1048576"><v>1</v></c><c r="ZZ1048576"><v>1</v></c></row>',
    ],
)
def test_values_at_opposite_ends_do_not_exhaust_the_memory(folder: Path, row: str) -> None:
    path = folder / "a.xlsx"
    write_xlsx({(0, 0): 1}, path)
    rewrite_sheet(
        path,
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{row}'
        "</sheetData></worksheet>",
    )
    (sheet,) = open_ledger(path)
    with pytest.raises(Unreadable, match=r"工作表“Sheet”范围过大.*空白行列"):
        list(sheet.rows())


def test_empty_but_coloured_cells_at_the_far_end_do_no_harm(folder: Path) -> None:
    path = folder / "a.xlsx"
    write_xlsx({(0, 0): 1}, path)
    rewrite_sheet(
        path,
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"><c r="B2"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData></worksheet>',
    )
    assert read(open_ledger(path)[0]) == {(1, 1): 1}


def test_a_time_of_day_stays_with_its_date(folder: Path) -> None:
    write_xlsx({(0, 0): datetime(2023, 1, 5, 8, 30)}, folder / "a.xlsx")
    assert read(open_ledger(folder / "a.xlsx")[0]) == {(0, 0): datetime(2023, 1, 5, 8, 30)}


def test_an_unpaired_quote_is_refused_before_it_swallows_rows(folder: Path) -> None:
    path = folder / "a.csv"
    path.write_text('序号,名称\n1,"甲\n2,乙\n3,丙\n', encoding="utf-8")
    with pytest.raises(Unreadable, match=r"第\d行的引号或格式不对，请改正引号"):
        list(open_ledger(path)[0].rows())


def test_commas_inside_amounts_do_not_pass_for_the_delimiter(folder: Path) -> None:
    path = folder / "a.csv"
    path.write_text("序号;名称;金额\n1;甲;3,200\n2;乙;1,500\n", encoding="gb18030")
    assert read(open_ledger(path)[0])[1, 2] == "3,200"

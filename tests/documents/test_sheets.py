"""The .xlsx, read back."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from wutong.foundation.documents.sheets import (
    Cell,
    ColumnSpec,
    SheetSpec,
    exact,
    sheet_name,
    to_xlsx,
)

COLUMNS = [
    ColumnSpec("项目", "text", 30),
    ColumnSpec("签约日期", "date"),
    ColumnSpec("数量", "count"),
    ColumnSpec("到位资金（万元）", "money_wan"),
    ColumnSpec("总投资（元）", "money_yuan"),
    ColumnSpec("完成率", "percent"),
]
ROW = ("光伏项目", date(2024, 3, 8), 3, Decimal("1234.50"), Decimal("98765.43"), Decimal("0.125"))


def read(rows: Sequence[Sequence[Cell]], **more: object) -> Worksheet:
    spec = SheetSpec("台账", "项目台账", ["口径：合同", "截至：3月31日"], COLUMNS, rows)
    stream = BytesIO()
    to_xlsx([spec], stream)
    return openpyxl.load_workbook(stream).active


def test_a_sheet_has_title_notes_headings_and_typed_cells() -> None:
    sheet = read([ROW])
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "项目台账",
        "口径：合同",
        "截至：3月31日",
    ]
    assert [cell.value for cell in sheet[4]] == [column.label for column in COLUMNS]
    assert [cell.value for cell in sheet[5]] == [
        "光伏项目",
        datetime(2024, 3, 8),
        3,
        1234.5,
        98765.43,
        0.125,
    ]
    assert [cell.number_format for cell in sheet[5]][3:] == ["#,##0.00", "#,##0.00", "0.00%"]
    assert {cell.alignment.horizontal for cell in sheet[5][2:]} == {"right"}


def test_a_sheet_is_ready_to_filter_and_print() -> None:
    sheet = read([ROW, ROW])
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:F6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages down as it takes; one across
    assert sheet.print_title_rows == "$4:$4"


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}"])
def test_a_text_is_never_a_formula(text: str) -> None:
    cell = read([(text, None, None, None, None, None)])["A5"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix or text.startswith("{")


def test_an_amount_too_long_for_excel_is_kept_as_text() -> None:
    sheet = read([("", None, 10**17 + 1, Decimal("12345678901234.56"), Decimal("Infinity"), None)])
    assert [sheet[f"{at}5"].value for at in "CDE"] == [
        "100000000000000001",
        "12345678901234.56",
        "Infinity",
    ]


def test_days_before_excels_calendar_and_words_among_numbers_stay_readable() -> None:
    sheet = read([("甲", date(1899, 12, 31), "—", True, None, None)])
    assert [cell.value for cell in sheet[5]] == ["甲", "1899-12-31", "—", "是", None, None]


def test_a_row_of_the_wrong_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        read([("甲",)])


def test_a_long_text_gets_a_taller_row() -> None:
    sheet = read([ROW, ("长" * 60, *ROW[1:])])
    assert sheet.row_dimensions[6].height > 2 * sheet.row_dimensions[5].height


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), max_size=5)
)
def test_sheet_names_are_such_as_excel_accepts(wanted: list[str]) -> None:
    taken: set[str] = set()
    for name in wanted:
        given_name = sheet_name(name, taken)
        assert 0 < len(given_name.encode("utf-16-le")) // 2 <= 31
        assert not set("[]:*?/\\") & set(given_name)
        assert given_name.strip("'") == given_name
        assert given_name.casefold() not in taken
        taken.add(given_name.casefold())


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**15))
def test_what_is_called_exact_comes_back_to_the_fen(amount: Decimal) -> None:
    if exact(amount):
        assert Decimal(repr(float(amount))) == amount

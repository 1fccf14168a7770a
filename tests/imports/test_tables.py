"""A table comes back with its columns' names, its rows' addresses and nothing lost."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from wutong.foundation.imports.reading import Merge, address, open_ledger
from wutong.foundation.imports.tables import Kind, Row, Table, group_of, read_table
from wutong.foundation.imports.texts import Value

WAN = Decimal(10_000)


@dataclass
class Paper:
    """A sheet as a person lays it out; rows and columns count from 0."""

    grid: dict[tuple[int, int], Value] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    name: str = "台账"

    @classmethod
    def of(cls, text: str, merges: str = "") -> "Paper":
        """Return a sheet from lines of cells between bars; numbers become numbers."""
        paper = cls()
        for row, line in enumerate(text.strip("\n").split("\n")):
            for col, cell in enumerate(line.strip().split("|")):
                if cell.strip():
                    paper.grid[row, col] = int(cell) if cell.strip().isdecimal() else cell.strip()
        for area in merges.split():
            left, top, right, bottom = openpyxl.utils.range_boundaries(area)
            paper.merges.append(Merge(top - 1, left - 1, bottom - 1, right - 1))
        return paper

    def xlsx(self, folder: Path) -> Path:
        book = openpyxl.Workbook()
        book.active.title = self.name
        for (row, col), value in self.grid.items():
            book.active.cell(row + 1, col + 1).value = value
        for m in self.merges:
            book.active.merge_cells(None, m.first_row + 1, m.first_col + 1, m.last_row + 1,
                                    m.last_col + 1)  # fmt: skip
        book.save(folder / f"{self.name}.xlsx")
        return folder / f"{self.name}.xlsx"

    def xls(self, folder: Path) -> Path:
        book = xlwt.Workbook()
        sheet = book.add_sheet(self.name)
        styles = {date: xlwt.easyxf(num_format_str="YYYY-MM-DD")}
        for (row, col), value in self.grid.items():
            sheet.write(row, col, value, styles.get(type(value), xlwt.Style.default_style))
        for m in self.merges:
            sheet.merge(m.first_row, m.last_row, m.first_col, m.last_col)
        book.save(str(folder / f"{self.name}.xls"))
        return folder / f"{self.name}.xls"

    def csv(self, folder: Path, encoding: str = "utf-8-sig") -> Path:
        path = folder / f"{self.name}.csv"
        width = max(col for _, col in self.grid) + 1
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream)
            for row in range(max(row for row, _ in self.grid) + 1):
                writer.writerow([self.grid.get((row, col), "") for col in range(width)])
        return path


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def table_of(path: Path) -> Table:
    (sheet,) = open_ledger(path)
    table = read_table(sheet)
    assert table is not None
    return table


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def kept(rows: list[Row]) -> list[list[Value]]:
    return [list(row.cells.values()) for row in rows]


# --- any table ---------------------------------------------------------------------------

WORD = st.text("项目企业名称金额时间所在地备用（）AB", min_size=2, max_size=5)
VALUE = st.one_of(
    st.text("某项目石英砂 甲乙丙(一)Ａ", min_size=1, max_size=8).filter(lambda t: not t.isspace()),
    st.integers(0, 10**6),
    st.dates(date(2015, 1, 1), date(2024, 1, 1)),
)


@dataclass
class Ledger:
    paper: Paper
    title: str
    unit: Decimal | None
    header: tuple[int, int]
    paths: dict[int, str]
    rows: list[tuple[int, dict[int, Value], Kind, str]]
    tops: dict[str, str]  # the address of a merged cell's rows: that of its top


@st.composite
def ledgers(draw: st.DrawFn, depth: int | None = None) -> Ledger:
    depth = depth or draw(st.integers(1, 3))
    left = draw(st.integers(0, 3))
    paper, row = Paper(), draw(st.integers(0, 2))
    title = "县2023年" + draw(WORD)
    paper.grid[row, left] = title
    groups = draw(st.lists(WORD, min_size=2, max_size=5, unique=True)) if depth > 1 else []
    singles = draw(st.lists(WORD, min_size=3, max_size=6, unique=True))
    title_row, row = row, row + 1
    unit = draw(st.sampled_from([None, "万元", "元", "亿元"]))
    if unit:
        paper.grid[row, left] = "填报单位：某县招商局"
        paper.grid[row, left + 4] = f"单位：{unit}"
        row += 1
    first, col, paths = row, left, {}
    for name in ("序号", *singles):
        paper.grid[first, col] = name
        paths[col] = name
        if depth > 1:
            paper.merges.append(Merge(first, col, first + depth - 1, col))
        col += 1
    for place, group in enumerate(groups):
        width = draw(st.integers(2, 3))
        paper.grid[first, col] = group
        paper.merges.append(Merge(first, col, first, col + width - 1))
        # At least the first group is as deep as the header.
        sub = depth == 3 and (place == 0 or draw(st.booleans()))
        if sub:
            paper.grid[first + 1, col] = f"{group}情况"
            paper.merges.append(Merge(first + 1, col, first + 1, col + width - 1))
        for leaf in range(width):
            level = first + (2 if sub else 1)
            paper.grid[level, col] = f"子{leaf}"
            if level < first + depth - 1:
                paper.merges.append(Merge(level, col, first + depth - 1, col))
            paths[col] = f"{group}|{group}情况|子{leaf}" if sub else f"{group}|子{leaf}"
            col += 1
    last = col - 1
    paper.merges.append(Merge(title_row, left, title_row, last))
    return _filled(draw, Ledger(
        paper, title.replace("(", "（"), {None: None, "元": Decimal(1), "万元": WAN,
        "亿元": WAN * WAN}[unit], (first + 1, first + depth), paths, [], {},
    ))  # fmt: skip


def _filled(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """Add banners, rows, blank rows, merged cells, sums and the notes below."""
    paper, row = ledger.paper, ledger.header[1]
    left, last = min(ledger.paths), max(ledger.paths)
    number, banner = 0, ""
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):
            banner = f"{'一二三四五六七八九十'[number % 10]}、续建（{number + 1}个）"
            paper.grid[row, left] = banner
            paper.merges.append(Merge(row, left, row, last))
            row += 1
        size = draw(st.integers(1, 3))
        unit = draw(VALUE)
        for line in range(size):
            number += 1
            cells: dict[int, Value] = {left: number, left + 1: unit}
            for col in range(left + 2, last + 1):
                if draw(st.booleans()):
                    cells[col] = draw(VALUE)
            own = cells if line == 0 else {c: v for c, v in cells.items() if c != left + 1}
            paper.grid.update({(row, col): value for col, value in own.items()})
            ledger.rows.append((row + 1, cells, Kind.DATA, banner))
            ledger.tops[address(row + 1, left + 1)] = address(row + 1 - line, left + 1)
            row += 1
        if size > 1:
            paper.merges.append(Merge(row - size, left + 1, row - 1, left + 1))
        if draw(st.booleans()):
            place = draw(st.integers(left, left + 1))
            cells = {place: "小 计", left + 3: draw(st.integers(0, 999))}
            paper.grid.update({(row, col): value for col, value in cells.items()})
            ledger.rows.append((row + 1, cells, Kind.SUBTOTAL, banner))
            row += 1
        row += draw(st.integers(0, 1))
    cells = {left: "合　计", left + 3: draw(st.integers(0, 999))}
    paper.grid.update({(row, col): value for col, value in cells.items()})
    ledger.rows.append((row + 1, cells, Kind.TOTAL, banner))
    paper.grid[row + 2, left] = draw(st.sampled_from(["注：以上", "填报人：某某", "备注:无"]))
    paper.grid[row + 3, left] = "审核人：某某"
    return ledger


def agrees(table: Table, ledger: Ledger) -> bool:
    assert (table.title, table.unit, table.year) == (ledger.title, ledger.unit, 2023)
    assert (table.header_first, table.header_last) == ledger.header
    assert {c.index: c.name for c in table.columns} == {
        col: name.replace("(", "（") for col, name in ledger.paths.items()
    }
    rows = list(table.rows())
    assert [(r.number, r.cells, r.kind, r.banner) for r in rows] == ledger.rows
    shown = {address(r.number, c): r.address(c) for r in rows for c in r.cells}
    moved = {cell: top for cell, top in shown.items() if cell != top}
    assert moved == {cell: top for cell, top in ledger.tops.items() if cell != top}
    assert {address(r.number, c) for r in rows for c in r.inherited} == set(moved)
    return True


@settings(max_examples=120, deadline=None)
@given(ledgers())
def test_any_ledger_in_either_excel_format_comes_back_cell_for_cell(ledger: Ledger) -> None:
    with TemporaryDirectory() as name:
        assert agrees(table_of(ledger.paper.xlsx(Path(name))), ledger)
        assert agrees(table_of(ledger.paper.xls(Path(name))), ledger)


@settings(max_examples=80, deadline=None)
@given(ledgers(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_any_ledger_survives_as_csv_though_its_merges_are_lost(
    ledger: Ledger, encoding: str
) -> None:
    with TemporaryDirectory() as name:
        table = table_of(ledger.paper.csv(Path(name), encoding))
        rows = list(table.rows())
    assert (table.header_first, table.header_last) == ledger.header
    assert {c.index: c.name for c in table.columns} == ledger.paths
    assert (table.title, table.unit) == (ledger.title, ledger.unit)
    grid = ledger.paper.grid
    assert [(r.number, r.cells, r.kind, r.banner) for r in rows] == [
        (
            number,
            {c: str(grid[number - 1, c]) for c in sorted(cells) if (number - 1, c) in grid},
            kind,
            banner,
        )
        for number, cells, kind, banner in ledger.rows
    ]


# --- particular layouts ------------------------------------------------------------------


def test_a_crosstab_by_month_names_its_months_below_their_target(folder: Path) -> None:
    paper = Paper.of(
        """
        县2023年任务分解表
        序号|责任单位|2023年目标任务
        ||省外到位资金（万元）|||新签约项目（个）
        ||全年|1月|2月|全年|1月|2月
        1|石峡镇|30|10|20|3|1|2
        合计||30|10|20|3|1|2
        """,
        "A1:H1 A2:A4 B2:B4 C2:H2 C3:E3 F3:H3",
    )
    table = table_of(paper.xlsx(folder))
    assert names(table)[3] == "2023年目标任务|省外到位资金（万元）|1月"
    assert [column.unit for column in table.columns] == [None, None, *[WAN] * 3, *[None] * 3]
    assert [row.kind for row in table.rows()] == [Kind.DATA, Kind.TOTAL]


def test_numbers_and_dates_may_head_a_column(folder: Path) -> None:
    paper = Paper.of("单位|2022|x\n石峡镇|1|2\n梨园乡|3|4")
    paper.grid[0, 2] = date(2023, 1, 1)
    assert names(table_of(paper.xlsx(folder))) == ["单位", "2022", "2023-01-01"]


def test_an_unmerged_first_cell_does_not_hide_a_second_header_row(folder: Path) -> None:
    text = "序号|带队领导||时间\n|姓名|职务|\n1|甲|书记|1.5\n2|乙|县长|1.6"
    for merges in ("B1:C1", "B1:C1 D1:D2", ""):
        table = table_of(Paper.of(text, merges).xlsx(folder))
        assert names(table) == ["序号", "带队领导|姓名", "带队领导|职务", "时间"]
        assert [row.number for row in table.rows()] == [3, 4]


def test_a_first_row_of_text_is_no_second_header_row(folder: Path) -> None:
    for text in ("项目|内容\n县名|临峪县\n简称|临峪", "批次|单位|备注\n第1批|甲|\n|乙|丙"):
        table = table_of(Paper.of(text).csv(folder))
        assert (table.header_last, len(list(table.rows()))) == (1, 2)


@pytest.mark.parametrize(
    "caption",
    [
        "填报单位：某县招商局|||单位：万元",
        "填报单位：|某县招商局|单位：|万元",
        "截至2023年3月31日|||单位：万元",
        "2023年3月31日|||（万元）",
        "填报单位（盖章）：某县||单位：万元|填报日期：2023年4月",
    ],
)
def test_a_caption_is_no_header(folder: Path, caption: str) -> None:
    table = table_of(Paper.of(f"某县台账\n{caption}\n序号|甲|乙|丙\n1|2|3|4").xlsx(folder))
    assert (table.title, table.unit, table.header_first) == ("某县台账", WAN, 3)


def test_an_attachment_mark_is_no_title(folder: Path) -> None:
    table = table_of(Paper.of("附件1|\n某县2023年台账（单位：万元）\n序号|甲\n1|2").xlsx(folder))
    assert (table.title, table.unit) == ("某县2023年台账（单位:万元）", WAN)


def test_the_sheets_name_gives_the_year_that_the_title_lacks(folder: Path) -> None:
    paper = Paper.of("台账\n序号|甲\n1|2")
    paper.name = "2022年"
    assert table_of(paper.xls(folder)).year == 2022


def test_a_sheet_without_a_table_gives_none(folder: Path) -> None:
    for paper in (Paper(), Paper.of("说明\n本表由招商局填写\n"), Paper.of("填报单位：甲|单位：元")):
        (sheet,) = open_ledger(paper.xlsx(folder))
        assert read_table(sheet) is None


def test_an_empty_ledger_is_a_table_without_rows(folder: Path) -> None:
    table = table_of(Paper.of("台账\n序号|甲|乙\n\n填报人：某某").xlsx(folder))
    assert list(table.rows()) == []


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("小计|||5", Kind.SUBTOTAL),
        ("|小 计||5", Kind.SUBTOTAL),
        ("石峡镇小计|||5", Kind.SUBTOTAL),
        ("|合计||5", Kind.TOTAL),
        ("|5|6|合计", Kind.TOTAL),
        ("总计：|||5", Kind.TOTAL),
        ("全县合计|||5", Kind.TOTAL),
        ("合计（万元）|||5", Kind.TOTAL),
        ("9|会计服务|统计局|5", Kind.DATA),
        ("9|小计量仪表项目|甲|5", Kind.DATA),
        ("9|项目|甲|费用合计", Kind.DATA),
    ],
)
def test_sums_are_told_from_data(folder: Path, row: str, kind: Kind) -> None:
    table = table_of(Paper.of(f"序号|项目|单位|金额\n1|甲|乙|3\n{row}").xlsx(folder))
    assert [row.kind for row in table.rows()] == [Kind.DATA, kind]


def test_a_merged_total_holds_for_all_its_rows(folder: Path) -> None:
    paper = Paper.of("单位|指标|1月\n石峡镇|资金|1\n|项目|2\n合计|资金|1\n|项目|2", "A2:A3 A4:A5")
    rows = list(table_of(paper.xlsx(folder)).rows())
    assert [row.kind for row in rows] == [Kind.DATA, Kind.DATA, Kind.TOTAL, Kind.TOTAL]
    assert [row.address(0) for row in rows] == ["A2", "A2", "A4", "A4"]
    assert kept(rows)[3] == ["合计", "项目", 2]


def test_a_block_merged_both_ways_is_filled_down_at_its_left(folder: Path) -> None:
    paper = Paper.of("序号|甲|乙|丙\n1|x||1\n2|||2", "B2:C3")
    rows = list(table_of(paper.xlsx(folder)).rows())
    assert rows[1].cells == {0: 2, 1: "x", 3: 2}
    assert rows[1].address(1) == "B2"
    assert rows[1].inherited == {1}


def test_banners_merged_or_not_group_the_rows_below(folder: Path) -> None:
    text = "序号|项目|金额\n{}\n1|甲|3\n{}\n2|乙|4"
    for one, two, merges in (
        ("一、续建（1个）", "二、新建（1个）", "A2:C2 A4:C4"),
        ("一、续建（1个）", "二、新建（1个）", ""),
        ("|（一）续建", "|（二）新建", ""),
        ("续建项目", "新建项目", ""),
    ):
        rows = list(table_of(Paper.of(text.format(one, two), merges).xlsx(folder)).rows())
        assert [row.banner for row in rows] == [one.strip("|"), two.strip("|")]
        assert [row.number for row in rows] == [3, 5]


def test_a_banner_within_a_banner_keeps_both_names(folder: Path) -> None:
    text = "序号|项目|金额\n一、续建\n（一）新材料\n1|甲|3\n（二）中医药\n2|乙|4\n二、新建\n3|丙|5"
    rows = list(table_of(Paper.of(text).xlsx(folder)).rows())
    assert [group_of(row.banner) for row in rows] == ["续建|新材料", "续建|中医药", "新建"]


def test_a_numbered_group_row_with_sums_is_no_data(folder: Path) -> None:
    text = "序号|项目|单位|来源|金额|备注\n一|续建项目|||7|\n1|甲|a|b|3|c\n2|乙|a|b|4|c"
    rows = list(table_of(Paper.of(text).xlsx(folder)).rows())
    assert [row.kind for row in rows] == [Kind.SUBTOTAL, Kind.DATA, Kind.DATA]
    assert {row.banner for row in rows} == {"一、续建项目"}


def test_rows_numbered_in_chinese_are_data(folder: Path) -> None:
    table = table_of(Paper.of("序号|领域|金额\n一|新材料|3\n二|中医药|4").xlsx(folder))
    assert [row.kind for row in table.rows()] == [Kind.DATA, Kind.DATA]


def test_a_unit_without_numbers_is_no_banner(folder: Path) -> None:
    table = table_of(Paper.of("单位|1月|2月\n石峡镇||\n梨园乡|3|4").xlsx(folder))
    assert [(row.banner, row.cells[0]) for row in table.rows()] == [("", "石峡镇"), ("", "梨园乡")]


def test_a_header_printed_on_every_page_is_skipped(folder: Path) -> None:
    page = "某县台账||\n填报单位：甲||单位：万元\n序号|项目|金额\n"
    text = f"{page}1|甲|3\n\n{page}2|乙|4\n填报人：某某\n{page}3|丙|5\n填报人：某某"
    rows = list(table_of(Paper.of(text).xlsx(folder)).rows())
    assert kept(rows) == [[1, "甲", 3], [2, "乙", 4], [3, "丙", 5]]
    assert {row.banner for row in rows} == {""}


def test_a_row_that_numbers_the_columns_is_no_data(folder: Path) -> None:
    text = "序号|项目|金额|其中|备注\n甲|乙|1|2=1-3|3\n1|a|3|4|5"
    assert kept(list(table_of(Paper.of(text).xlsx(folder)).rows())) == [[1, "a", 3, 4, 5]]


@pytest.mark.parametrize(
    "end", ["注：", "注:1.", "备注：", "说明：", "填报人：", "审核人", "制表："]
)
def test_the_data_end_at_the_note_and_what_follows_is_told(folder: Path, end: str) -> None:
    text = f"序号|项目|金额\n1|甲|3\n{end}某某\n审核人：某某|日期\n2|乙|4"
    table = table_of(Paper.of(text).xlsx(folder))
    assert kept(list(table.rows())) == [[1, "甲", 3]]
    assert table.leftover == [4, 5]


def test_colons_in_a_remark_do_not_end_or_drop_a_row(folder: Path) -> None:
    text = "单位|金额|备注\n甲|3|注：补报\n|4|单位：已更名\n制表设备厂|5|日期:不详"
    assert len(list(table_of(Paper.of(text).xlsx(folder)).rows())) == 3


def test_a_cell_below_no_header_is_kept(folder: Path) -> None:
    table = table_of(Paper.of("序号|项目\n1|甲|多出来的").xlsx(folder))
    assert next(table.rows()).cells == {0: 1, 1: "甲", 2: "多出来的"}


@pytest.mark.parametrize("write", [Paper.xlsx, Paper.xls])
def test_an_error_in_a_cell_reaches_the_row(
    folder: Path, write: Callable[[Paper, Path], Path]
) -> None:
    table = table_of(write(Paper.of("序号|金额\n1|#REF!\n合计|#REF!"), folder))
    assert [(row.cells[1], row.address(1)) for row in table.rows()] == [
        ("#REF!", "B2"), ("#REF!", "B3"),
    ]  # fmt: skip

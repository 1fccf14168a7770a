"""A table comes back with its columns' names, its rows' addresses and nothing lost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.imports.papers import WAN, Paper, table_of
from wutong.foundation.imports.reading import Merge, address
from wutong.foundation.imports.tables import Kind, Table
from wutong.foundation.imports.texts import Value

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

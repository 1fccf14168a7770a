"""Particular layouts of real ledgers: crosstabs, sums, banners, repeated headers, notes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.imports.papers import WAN, Paper, kept, names, table_of
from wutong.foundation.imports.reading import open_ledger
from wutong.foundation.imports.tables import Kind, group_of, read_table


def test_a_crosstab_by_month_names_its_months_below_their_target(tmp_path: Path) -> None:
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
    table = table_of(paper.xlsx(tmp_path))
    assert names(table)[3] == "2023年目标任务|省外到位资金（万元）|1月"
    assert [column.unit for column in table.columns] == [None, None, *[WAN] * 3, *[None] * 3]
    assert [row.kind for row in table.rows()] == [Kind.DATA, Kind.TOTAL]


def test_numbers_and_dates_may_head_a_column(tmp_path: Path) -> None:
    paper = Paper.of("单位|2022|x\n石峡镇|1|2\n梨园乡|3|4")
    paper.grid[0, 2] = date(2023, 1, 1)
    assert names(table_of(paper.xlsx(tmp_path))) == ["单位", "2022", "2023-01-01"]


def test_an_unmerged_first_cell_does_not_hide_a_second_header_row(tmp_path: Path) -> None:
    text = "序号|带队领导||时间\n|姓名|职务|\n1|甲|书记|1.5\n2|乙|县长|1.6"
    for merges in ("B1:C1", "B1:C1 D1:D2", ""):
        table = table_of(Paper.of(text, merges).xlsx(tmp_path))
        assert names(table) == ["序号", "带队领导|姓名", "带队领导|职务", "时间"]
        assert [row.number for row in table.rows()] == [3, 4]


def test_a_first_row_of_text_is_no_second_header_row(tmp_path: Path) -> None:
    for text in ("项目|内容\n县名|临峪县\n简称|临峪", "批次|单位|备注\n第1批|甲|\n|乙|丙"):
        table = table_of(Paper.of(text).csv(tmp_path))
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
def test_a_caption_is_no_header(tmp_path: Path, caption: str) -> None:
    table = table_of(Paper.of(f"某县台账\n{caption}\n序号|甲|乙|丙\n1|2|3|4").xlsx(tmp_path))
    assert (table.title, table.unit, table.header_first) == ("某县台账", WAN, 3)


def test_an_attachment_mark_is_no_title(tmp_path: Path) -> None:
    table = table_of(Paper.of("附件1|\n某县2023年台账（单位：万元）\n序号|甲\n1|2").xlsx(tmp_path))
    assert (table.title, table.unit) == ("某县2023年台账（单位:万元）", WAN)


def test_the_sheets_name_gives_the_year_that_the_title_lacks(tmp_path: Path) -> None:
    paper = Paper.of("台账\n序号|甲\n1|2")
    paper.name = "2022年"
    assert table_of(paper.xls(tmp_path)).year == 2022


def test_a_sheet_without_a_table_gives_none(tmp_path: Path) -> None:
    for paper in (Paper(), Paper.of("说明\n本表由招商局填写\n"), Paper.of("填报单位：甲|单位：元")):
        (sheet,) = open_ledger(paper.xlsx(tmp_path))
        assert read_table(sheet) is None


def test_an_empty_ledger_is_a_table_without_rows(tmp_path: Path) -> None:
    table = table_of(Paper.of("台账\n序号|甲|乙\n\n填报人：某某").xlsx(tmp_path))
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
def test_sums_are_told_from_data(tmp_path: Path, row: str, kind: Kind) -> None:
    table = table_of(Paper.of(f"序号|项目|单位|金额\n1|甲|乙|3\n{row}").xlsx(tmp_path))
    assert [row.kind for row in table.rows()] == [Kind.DATA, kind]


def test_a_merged_total_holds_for_all_its_rows(tmp_path: Path) -> None:
    paper = Paper.of("单位|指标|1月\n石峡镇|资金|1\n|项目|2\n合计|资金|1\n|项目|2", "A2:A3 A4:A5")
    rows = list(table_of(paper.xlsx(tmp_path)).rows())
    assert [row.kind for row in rows] == [Kind.DATA, Kind.DATA, Kind.TOTAL, Kind.TOTAL]
    assert [row.address(0) for row in rows] == ["A2", "A2", "A4", "A4"]
    assert kept(rows)[3] == ["合计", "项目", 2]


def test_a_block_merged_both_ways_is_filled_down_at_its_left(tmp_path: Path) -> None:
    paper = Paper.of("序号|甲|乙|丙\n1|x||1\n2|||2", "B2:C3")
    rows = list(table_of(paper.xlsx(tmp_path)).rows())
    assert rows[1].cells == {0: 2, 1: "x", 3: 2}
    assert rows[1].address(1) == "B2"
    assert rows[1].inherited == {1}


def test_banners_merged_or_not_group_the_rows_below(tmp_path: Path) -> None:
    text = "序号|项目|金额\n{}\n1|甲|3\n{}\n2|乙|4"
    for one, two, merges in (
        ("一、续建（1个）", "二、新建（1个）", "A2:C2 A4:C4"),
        ("一、续建（1个）", "二、新建（1个）", ""),
        ("|（一）续建", "|（二）新建", ""),
        ("续建项目", "新建项目", ""),
    ):
        rows = list(table_of(Paper.of(text.format(one, two), merges).xlsx(tmp_path)).rows())
        assert [row.banner for row in rows] == [one.strip("|"), two.strip("|")]
        assert [row.number for row in rows] == [3, 5]


def test_a_banner_within_a_banner_keeps_both_names(tmp_path: Path) -> None:
    text = "序号|项目|金额\n一、续建\n（一）新材料\n1|甲|3\n（二）中医药\n2|乙|4\n二、新建\n3|丙|5"
    rows = list(table_of(Paper.of(text).xlsx(tmp_path)).rows())
    assert [group_of(row.banner) for row in rows] == ["续建|新材料", "续建|中医药", "新建"]


def test_a_numbered_group_row_with_sums_is_no_data(tmp_path: Path) -> None:
    text = "序号|项目|单位|来源|金额|备注\n一|续建项目|||7|\n1|甲|a|b|3|c\n2|乙|a|b|4|c"
    rows = list(table_of(Paper.of(text).xlsx(tmp_path)).rows())
    assert [row.kind for row in rows] == [Kind.SUBTOTAL, Kind.DATA, Kind.DATA]
    assert {row.banner for row in rows} == {"一、续建项目"}


def test_rows_numbered_in_chinese_are_data(tmp_path: Path) -> None:
    table = table_of(Paper.of("序号|领域|金额\n一|新材料|3\n二|中医药|4").xlsx(tmp_path))
    assert [row.kind for row in table.rows()] == [Kind.DATA, Kind.DATA]


def test_a_unit_without_numbers_is_no_banner(tmp_path: Path) -> None:
    table = table_of(Paper.of("单位|1月|2月\n石峡镇||\n梨园乡|3|4").xlsx(tmp_path))
    assert [(row.banner, row.cells[0]) for row in table.rows()] == [("", "石峡镇"), ("", "梨园乡")]


def test_a_header_printed_on_every_page_is_skipped(tmp_path: Path) -> None:
    page = "某县台账||\n填报单位：甲||单位：万元\n序号|项目|金额\n"
    text = f"{page}1|甲|3\n\n{page}2|乙|4\n填报人：某某\n{page}3|丙|5\n填报人：某某"
    rows = list(table_of(Paper.of(text).xlsx(tmp_path)).rows())
    assert kept(rows) == [[1, "甲", 3], [2, "乙", 4], [3, "丙", 5]]
    assert {row.banner for row in rows} == {""}


def test_a_row_that_numbers_the_columns_is_no_data(tmp_path: Path) -> None:
    text = "序号|项目|金额|其中|备注\n甲|乙|1|2=1-3|3\n1|a|3|4|5"
    assert kept(list(table_of(Paper.of(text).xlsx(tmp_path)).rows())) == [[1, "a", 3, 4, 5]]


@pytest.mark.parametrize(
    "end", ["注：", "注:1.", "备注：", "说明：", "填报人：", "审核人", "制表："]
)
def test_the_data_end_at_the_note_and_what_follows_is_told(tmp_path: Path, end: str) -> None:
    text = f"序号|项目|金额\n1|甲|3\n{end}某某\n审核人：某某|日期\n2|乙|4"
    table = table_of(Paper.of(text).xlsx(tmp_path))
    assert kept(list(table.rows())) == [[1, "甲", 3]]
    assert table.leftover == [4, 5]


def test_colons_in_a_remark_do_not_end_or_drop_a_row(tmp_path: Path) -> None:
    text = "单位|金额|备注\n甲|3|注：补报\n|4|单位：已更名\n制表设备厂|5|日期:不详"
    assert len(list(table_of(Paper.of(text).xlsx(tmp_path)).rows())) == 3


def test_a_cell_below_no_header_is_kept(tmp_path: Path) -> None:
    table = table_of(Paper.of("序号|项目\n1|甲|多出来的").xlsx(tmp_path))
    assert next(table.rows()).cells == {0: 1, 1: "甲", 2: "多出来的"}


@pytest.mark.parametrize("write", [Paper.xlsx, Paper.xls])
def test_an_error_in_a_cell_reaches_the_row(
    tmp_path: Path, write: Callable[[Paper, Path], Path]
) -> None:
    table = table_of(write(Paper.of("序号|金额\n1|#REF!\n合计|#REF!"), tmp_path))
    assert [(row.cells[1], row.address(1)) for row in table.rows()] == [
        ("#REF!", "B2"), ("#REF!", "B3"),
    ]  # fmt: skip

"""Reading plain text into a document."""

import pytest
from hypothesis import given

from tests.documents.samples import ANY_TEXT, REPORT, ink, of
from wutong.foundation.documents.composition import Run, compose, level_of
from wutong.foundation.documents.layout import closing
from wutong.foundation.documents.titles import TITLE_WIDTH, title_lines, width


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、工作开展情况", 1),
        ("十二、附则", 1),
        ("一、加强领导。各单位要高度重视。", 0),
        ("一是健全完善制度机制。", 0),
        ("（一）精心谋划。以行动为契机。", 2),
        ("(二)协同发力", 2),
        ("1.头部企业较少", 3),
        ("1.5亿元到位", 0),
        ("（1）企业名录", 4),
        ("（一季度）数据", 0),
    ],
)
def test_the_opening_of_a_line_announces_its_level(line: str, level: int) -> None:
    assert level_of(line) == level


def test_a_run_in_heading_ends_with_its_sentence() -> None:
    block = REPORT.blocks[2]
    assert [(run.text, run.style) for run in block.runs] == [
        ("（一）精心谋划，构建“新堡垒”。", "heading"),
        ("以“三抓三促”行动为契机。一是健全机制。", "body"),
    ]
    assert not block.is_heading
    assert REPORT.blocks[3].is_heading


def test_what_nobody_filled_in_is_set_apart() -> None:
    assert REPORT.missing == ["【待填：签约项目数】"]
    assert [run.style for run in REPORT.blocks[0].runs] == ["body", "missing", "body"]


def test_figures_keep_their_slots_across_lines_and_headings() -> None:
    runs = [Run("（一）签约"), Run("7", mark="signed"), Run("项。共"), Run("3\n4", mark="both")]
    blocks = compose("题", runs).blocks
    marked = [(run.text, run.mark, run.style) for b in blocks for run in b.runs if run.mark]
    assert marked == [
        ("7", "signed", "heading"),
        ("3", "both", "body"),
        ("4", "both", "body"),
    ]


@given(ANY_TEXT)
def test_any_text_composes_and_loses_no_ink(text: str) -> None:
    assert ink("".join(block.text for block in of(text).blocks)) == ink(text)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2024年一季度工作情况报告", ["2024年一季度工作情况报告"]),
        ("自己\n分行", ["自己", "分行"]),
        (
            "某某局关于2024年第一季度重点项目建设工作情况的报告",
            ["某某局关于2024年第一季度", "重点项目建设工作情况的报告"],
        ),
    ],
)
def test_a_title_breaks_between_words(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


@given(ANY_TEXT)
def test_a_title_loses_nothing_and_fits(text: str) -> None:
    title = compose(text, "").title
    lines = title_lines(title)
    assert "".join(lines) == title.replace("\n", "")
    assert all(width(line) <= TITLE_WIDTH for line in lines)


def test_the_date_starts_two_characters_right_of_the_signature() -> None:
    for signed_by, dated in (
        ("某某局", "2024年12月28日"),
        ("某某县人民政府办公室", "2024年4月8日"),
    ):
        place = closing(signed_by, dated)
        start_of_signature = 28 - place.signed_by - width(signed_by)
        start_of_date = 28 - place.dated - width(dated)
        assert start_of_date - start_of_signature == 2

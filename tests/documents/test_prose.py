"""Templates with figures by name: what they print, and that they can do nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.foundation.documents.prose import BadTemplate, Blank, Prose, Several, without

FIGURES = {
    "amount": Decimal("123456789.01"),
    "growth": Decimal("-3.456"),
    "nothing": Blank("—"),
    "names": Several(("甲", "乙", "丙", "丁"), 3),
    "word": "临水",
}


def printed(text: str) -> str:
    return "".join(piece for _, piece in Prose(text).runs(FIGURES))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ amount | wan }}万元", "12345.68万元"),
        ("{{ amount | yi }}亿元", "1.23亿元"),
        ("{{ amount | yi(1) }}亿元", "1.2亿元"),
        ("{{ growth | abs }}%", "3.46%"),
        ("{{ growth | places(1) }}%", "-3.5%"),
        ("{{ names }}等", "甲、乙、丙等"),
        ("{{ names | names(1) }}等", "甲等"),
        ("{% if growth < 0 %}下降{% else %}增长{% endif %}", "下降"),
        ("{% if nothing < 0 %}下降{% elif nothing is blank %}无基数{% endif %}", "无基数"),
        ("{{ nothing }}%", "—%"),
        ("来{{ word }}考察", "来临水考察"),
    ],
)
def test_a_figure_is_printed_as_the_template_asks(text: str, says: str) -> None:
    assert printed(text) == says


@pytest.mark.parametrize(
    "text",
    [
        "{{ word.__class__ }}",
        "{{ word['x'] }}",
        "{{ word() }}",
        "{{ word * 1000000 }}",
        "{{ word ~ word }}",
        "{{ ''.join(word) }}",
        "{% for x in names %}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'a' %}",
        "{% import 'a' as a %}",
        "{% macro m() %}{% endmacro %}",
        "{% raw %}{% endraw %}{{ word | attr('x') }}",
        "{{ word | format }}",
        "{{ word if word else amount }}",
        "{{ word",
        "{% if word is defined %}{% endif %}",
    ],
)
def test_a_template_can_do_nothing_else(text: str) -> None:
    with pytest.raises(BadTemplate, match=r"第\d+行"):
        Prose(text)


def test_a_number_of_places_has_its_bounds() -> None:
    assert printed("{{ growth | places(999999999) }}") == "-3.456"


def test_the_nth_time_a_figure_is_printed_is_its_own_place() -> None:
    prose = Prose(
        "{{ word }}{% if growth < 0 %}{{ growth }}{% else %}{{ growth | abs }}{% endif %}{{ word }}"
    )
    assert [(p.figure, p.nth) for p in prose.places] == [("word", 1), ("growth", 1), ("word", 2)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("奖励{{ word }}；为{{ amount }}家企业兑现。下一句。", "奖励临水。下一句。"),
        ("为{{ amount }}家企业兑现；奖励{{ word }}。", "奖励临水。"),
        ("第一段。\n为{{ amount }}家企业兑现。\n第三段。", "第一段。\n\n第三段。"),
    ],
)
def test_a_withheld_clause_is_left_out_whole(text: str, left: str) -> None:
    prose = Prose(text)
    held = {n for n, place in enumerate(prose.places) if place.figure == "amount"}
    assert "".join(piece for _, piece in without(prose.runs(FIGURES), held)) == left


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Co"], exclude_characters="{}%#\r"))
)
def test_plain_text_comes_back_as_it_is(text: str) -> None:
    assert "".join(piece for _, piece in Prose(text).runs({})) == text


@given(st.text(min_size=1), st.text())
def test_what_a_figure_says_is_printed_and_never_read(says: str, around: str) -> None:
    clean = "".join(c for c in says if not "\ue000" <= c <= "\uf8ff")
    prose = Prose("前{{ word }}后")
    assert "".join(piece for _, piece in prose.runs({"word": says})) == f"前{clean}后"

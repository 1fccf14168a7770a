"""Names are compared and printed in one form, and numbers lose only their noise."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.foundation.imports.texts import exact, fold, printed


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("岑穹科年产32万吨石英砂提纯项目  ", "岑穹科年产32万吨石英砂提纯项目"),
        ("樾垣源年产１０GWh储能电池项目", "樾垣源年产10GWh储能电池项目"),
        ("昀筠源(西安)新能源科技有限公司", "昀筠源（西安）新能源科技有限公司"),
        ("昀筠源（西安）新能源科技有限公司", "昀筠源（西安）新能源科技有限公司"),
        ("合 \u3000\xa0计\n", "合计"),
        ("单位：万元", "单位:万元"),
    ],
)
def test_spaces_widths_and_brackets_make_no_difference(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_company_form_is_part_of_the_name() -> None:
    assert fold("甲有限公司") != fold("甲有限责任公司")


LEDGER = st.text("临峪县合计有限公司ＡB１2０（(）)：:，,～— \u3000\xa0\n\t①㎡")


@given(LEDGER)
def test_folding_twice_changes_nothing_and_leaves_no_space(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not any(letter.isspace() for letter in once)
    assert not set(once) & set("()")


@given(LEDGER, LEDGER)
def test_spaces_may_stand_anywhere(left: str, right: str) -> None:
    assert fold(f"{left} \u3000\n{right}") == fold(left) + fold(right)


@given(st.decimals(-(10**9), 10**9, places=5))
def test_a_float_is_read_as_it_was_typed(number: Decimal) -> None:
    assert exact(float(number)) == number


def test_the_noise_of_a_formula_is_dropped() -> None:
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert exact(1089914.6000000001) == Decimal("1089914.6")


def test_what_is_no_finite_number_is_refused() -> None:
    with pytest.raises(ValueError, match="有限"):
        exact(float("nan"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (12000, "12000"),
        (1e-05, "0.00001"),
        (16284.32, "16284.32"),
        (float("inf"), "inf"),
        (True, "TRUE"),
        (date(2023, 1, 5), "2023-01-05"),
        (datetime(2023, 1, 5), "2023-01-05"),
        (datetime(2023, 1, 5, 8, 30), "2023-01-05T08:30"),
        (time(8, 30), "08:30:00"),
        (" 石峡镇 ", "石峡镇"),
    ],
)
def test_a_cell_is_printed_as_a_person_reads_it(value: object, text: str) -> None:
    assert printed(value) == text  # type: ignore[arg-type]

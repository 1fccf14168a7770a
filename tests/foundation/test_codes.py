"""Investment project codes: their form is a rule, their check digit a reason to look again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from wutong.foundation.codes import project_code_doubt, project_code_fault

DIGITS = st.text("0123456789", min_size=19, max_size=19).filter(lambda d: "01" <= d[2:4] <= "12")


def written(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:10]}-{digits[10:12]}-{digits[12:14]}-{digits[14:]}"


@given(DIGITS)
def test_a_code_with_its_check_digit_is_in_order(digits: str) -> None:
    code = written(digits + mod_11_10.calc_check_digit(digits))
    assert (project_code_fault(code), project_code_doubt(code)) == ("", "")


@given(DIGITS, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_doubted(digits: str, place: int, by: int) -> None:
    whole = digits + mod_11_10.calc_check_digit(digits)
    wrong = whole[:place] + str((int(whole[place]) + by) % 10) + whole[place + 1 :]
    assert "校验位不符" in project_code_doubt(written(wrong))


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2303620500040112345",
        "2313-620500-04-01-123456",
        "2303-62050-04-01-123456",
        "备案〔2023〕5号",
    ],
)
def test_another_form_is_refused_with_an_example(code: str) -> None:
    assert project_code_fault(code).startswith("应为 24 位，形如 2303-620500-04-01-")

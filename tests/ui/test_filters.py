"""Filters: figures and dates as officials write them, exact to the last digit."""

import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from wutong.foundation.ui import wording


def draw(source: str, value: object) -> str:
    return Template(source).render(Context({"value": value}))


@pytest.mark.parametrize("name", ["wan", "yi", "yuan", "spoken", "day", "moment", "number"])
def test_nothing_is_a_dash(name: str) -> None:
    assert draw(f"{{{{ value|{name} }}}}", None) == "—"


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0", "0"),
        ("123456789.00", "12,345.68"),
        ("80000000", "8,000"),
        ("12500", "1.25"),
        ("12000", "1.2"),
        ("-45000", "-4.5"),
        ("-12345678900", "-1,234,567.89"),
        ("49.99", "0"),
        ("-49.99", "0"),
        ("-4999", "-0.5"),
        ("50", "0.01"),
        ("9999999999999999.99", "1,000,000,000,000"),
    ],
)
def test_yuan_in_wan(yuan: str, text: str) -> None:
    assert wording.wan(Decimal(yuan)) == text


def test_yuan_in_yi() -> None:
    assert wording.yi(Decimal("320000000")) == "3.2"
    assert wording.yi(Decimal("-150000000")) == "-1.5"


def test_a_ledger_shows_every_fen() -> None:
    assert wording.yuan(Decimal("1234567.8")) == "1,234,567.80"
    assert wording.yuan(Decimal("-0.01")) == "-0.01"


def test_counts_have_their_thousands() -> None:
    assert wording.number(1286) == "1,286"
    assert wording.number("66.7%") == "66.7%"


def test_a_moment_is_told_as_the_day_it_was_in_the_county() -> None:
    late = datetime.datetime(2023, 3, 1, 17, 30, tzinfo=datetime.UTC)
    assert draw("{{ value|day }}", late) == "2023-03-02"
    assert draw("{{ value|moment }}", late) == "2023-03-02 01:30"
    assert draw("{{ value|day }}", datetime.date(2023, 3, 2)) == "2023-03-02"

"""A county that has just begun: no figure is an error, none is infinite."""

from __future__ import annotations

from typing import Any

import pytest

from wutong.foundation.documents.prose import Blank
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Names, Ratio
from wutong.metrics.registry import catalogue
from wutong.steer.bulletins.models import Template
from wutong.steer.bulletins.queries import read_report, value_of

QUARTER = Ask.of(Period.written("2023Q1"))


@pytest.mark.parametrize("figure", catalogue.values(), ids=lambda f: f.code)
def test_an_empty_county_has_no_impossible_values(db: None, figure: Any) -> None:
    value = figure.value(QUARTER)
    if isinstance(figure, Ratio | Names):
        assert value is None
    size = figure.size(QUARTER)
    assert size == 0


@pytest.mark.parametrize("code", ["commencement_rate", "funds_in_place_growth"])
def test_a_rate_over_nothing_prints_a_dash(db: None, code: str) -> None:
    said = value_of(catalogue[code], QUARTER)
    assert isinstance(said, Blank)
    assert said.says in {"—", f"【待填：{catalogue[code].label}】"}


def test_the_report_says_what_is_still_to_be_filled(db: None) -> None:
    answer = read_report(Template.objects.get(), QUARTER)
    assert "新签约入库项目【待填：新签约入库项目】项" in answer.text
    assert {"B01", "B03", "B09", "B14", "B23", "B31"} <= {slot.id for slot in answer.missing}

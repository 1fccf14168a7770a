"""Whether a lead may be taken up, by rows with the numbers shown; and the person's word on top."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from policyrules.verdicts import Verdict
from tests.leads.leading import FULL, a_lead, days_ago, judge
from tests.world import World
from wutong.attract.leads.models import Judgement
from wutong.attract.leads.operations import admission_rules, follow_lead
from wutong.attract.leads.queries import admission_of
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db


def verdict(world: World, **facts: Any) -> Verdict:
    return admission_of(a_lead(world, **{**FULL, **facts}), days_ago(0)).verdict


def test_a_full_lead_passes(world: World) -> None:
    assert verdict(world) is Verdict.MET


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"process": ""}, Verdict.UNKNOWN),
        ({"circumstance": ""}, Verdict.UNKNOWN),
        ({"sector": ""}, Verdict.MET),  # large enough for any sector's floor
        ({"sector": "", "total_investment": Decimal(50_000_000)}, Verdict.UNKNOWN),
        ({"total_investment": Decimal("99999999.99")}, Verdict.UNMET),
        ({"total_investment": Decimal(100_000_000)}, Verdict.MET),
        ({"fixed_investment": Decimal("59999999.99")}, Verdict.UNMET),
        ({"fixed_investment": Decimal(60_000_000)}, Verdict.MET),
        ({"sector": "data", "fixed_investment": Decimal(30_000_000)}, Verdict.MET),
        ({"sector": "tourism", "total_investment": Decimal(1)}, Verdict.MET),
        ({"circumstance": "housing"}, Verdict.UNMET),
        ({"circumstance": "expansion", "process": ""}, Verdict.UNMET),
    ],
)
def test_each_rule_judges(world: World, facts: dict[str, Any], expected: Verdict) -> None:
    assert verdict(world, **facts) is expected


def test_the_numbers_are_shown(world: World) -> None:
    lead = a_lead(world, **{**FULL, "total_investment": Decimal(80_000_000)})
    words = [found.words for found in admission_of(lead, days_ago(0)).wanting]
    assert words == ["制造业，总投资8000万元，须不低于1亿元"]


def test_a_row_that_ends_judges_no_more(world: World) -> None:
    lead = a_lead(world, **{**FULL, "total_investment": Decimal(80_000_000)})
    rule = admission_rules.kind.objects.get(subject="total_investment", kind="at_least")
    admission_rules.amend(rule, until=days_ago(1), actor=world.clerk)
    assert admission_of(lead, days_ago(2)).verdict is Verdict.UNMET
    assert admission_of(lead, days_ago(0)).verdict is Verdict.MET


def test_who_differs_from_the_rules_says_why(world: World) -> None:
    lead = a_lead(world, **{**FULL, "circumstance": "housing"})
    with pytest.raises(Refused, match="条件比对结果为“不符合”，与结论不一致，请写明理由"):
        judge(world, lead, "fit")
    judge(world, lead, "fit", reason="含产业园区配套")

    made = Judgement.objects.get()
    assert (lead.state, made.by_rules, made.reason) == ("fit", "不符合", "含产业园区配套")
    assert ["不收房地产开发：房地产开发", "不符合"] in made.findings
    assert Trail.objects.filter(action="leads.judged", note="含产业园区配套").exists()


def test_who_may_judge_and_when(world: World) -> None:
    lead = a_lead(world, **FULL)
    with pytest.raises(PermissionDenied):
        judge(world, lead, actor=world.stranger)
    with pytest.raises(Refused, match="研判日期须在收到线索的"):
        judge(world, lead, on=days_ago(11))
    with pytest.raises(Refused, match="还没有研判为可行"):
        follow_lead(lead, kind="follow_up", words="考察", actor=world.recorder)
    with pytest.raises(Refused, match="日期须在收到线索的"):
        follow_lead(lead, kind="respond", words="早了", done_on=days_ago(11), actor=world.recorder)
    judge(world, lead)
    assert lead.state == "fit"


def test_rules_that_nobody_could_judge_are_refused(world: World) -> None:
    given = {"since": date(2026, 1, 1), "source": "文件", "actor": world.clerk}
    with pytest.raises(Refused, match="须填下限"):
        admission_rules.record(kind="at_least", subject="process", **given)
    with pytest.raises(Refused, match="选一种不收的情形"):
        admission_rules.record(kind="excluded", subject="circumstance", **given)
    with pytest.raises(PermissionDenied):
        admission_rules.record(
            kind="required", subject="process", **{**given, "actor": world.recorder}
        )

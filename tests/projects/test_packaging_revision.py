"""The January revision, and what became of the investors that reserve projects drew."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.projects.packaged import DAY, Packaged
from tests.world import World
from wutong.attract.projects.models import PublishedProject, ReserveProject, Revision
from wutong.attract.projects.operations.packaging import push_card
from wutong.attract.projects.operations.revising import (
    drop_reserve,
    end_interest,
    record_interest,
    revise_reserve,
)
from wutong.attract.projects.queries.packaging import duty_on, is_owed, owed_by_unit
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Rule
from wutong.metrics.operations import set_rule
from wutong.metrics.registry import catalogue

JANUARY = date(2026, 1, 20)


@pytest.fixture
def packaged(world: World) -> Packaged:
    return Packaged(world)


def owing(day: date) -> set[str]:
    found = ReserveProject.objects.filter(is_owed(duty_on(day)))
    return set(found.values_list("name", flat=True))


# --- the yearly revision ---------------------------------------------------------------------


def test_every_january_each_project_is_revised_or_dropped(packaged: Packaged) -> None:
    clerk = packaged.world.recorder
    kept, dropped = packaged.a_reserve("甲"), packaged.a_reserve("乙")
    packaged.a_reserve("丙")
    packaged.a_reserve("新", reserved_on=date(2026, 1, 5))
    packaged.a_reserve("已签", state="signed")
    assert owing(JANUARY) == {"甲", "乙", "丙"}

    revise_reserve(kept, note="核对了用地和电价", on=JANUARY, actor=clerk)
    drop_reserve(dropped, reason="原料已枯竭", on=JANUARY, actor=clerk)

    assert owing(JANUARY) == {"丙"}
    dropped.refresh_from_db()
    assert dropped.state == "dropped"
    assert Trail.objects.latest("pk").action == "projects.reserve_dropped"
    assert Trail.objects.latest("pk").note == "原料已枯竭"
    assert owing(date(2027, 1, 1)) == {"甲", "丙", "新"}


def test_the_month_is_a_rule_and_the_last_day_is_the_limit(packaged: Packaged) -> None:
    duty = duty_on(DAY)
    assert (duty.year, duty.opens, duty.due) == (2026, date(2026, 1, 1), date(2026, 1, 31))
    assert duty.is_late(DAY)
    assert not duty.is_late(duty.due)
    rule = Rule.objects.get(code="reserve_revision_month")
    set_rule(
        rule, actor=packaged.world.clerk, code=rule.code, label=rule.label, value=3,
        since=date(2026, 1, 1), source="县《项目库管理办法》第五条",
    )  # fmt: skip
    assert duty_on(date(2026, 2, 1)).year == 2025
    assert duty_on(DAY).due == date(2026, 3, 31)


def test_a_submitted_version_is_the_years_revision(packaged: Packaged) -> None:
    packaged.submitted()
    revision = Revision.objects.get()
    assert (revision.year, revision.note) == (2026, "提交第1版包装方案")
    assert owing(DAY) == set()


def test_a_revision_is_refused_in_words(packaged: Packaged) -> None:
    reserve, clerk = packaged.a_reserve(), packaged.world.recorder
    with pytest.raises(PermissionDenied):
        revise_reserve(reserve, note="核对无误", on=JANUARY, actor=packaged.world.stranger)
    with pytest.raises(Refused, match="请写明修订了什么"):
        revise_reserve(reserve, note="无", on=JANUARY, actor=clerk)
    with pytest.raises(Refused, match="请写明淘汰原因"):
        drop_reserve(reserve, reason="", on=JANUARY, actor=clerk)
    revise_reserve(reserve, note="核对无误", on=JANUARY, actor=clerk)
    with pytest.raises(Refused, match="“负极材料项目”2026年度已修订"):
        revise_reserve(reserve, note="核对无误", on=DAY, actor=clerk)
    published = packaged.published(packaged.a_reserve("乙"))
    with pytest.raises(Refused, match="第1版包装方案已发布，请先退回再淘汰"):
        drop_reserve(published.reserve, reason="过时", on=DAY, actor=clerk)


def test_what_each_unit_owes_is_listed(packaged: Packaged) -> None:
    packaged.a_reserve("甲")
    packaged.a_reserve("乙")
    packaged.a_reserve("丙", lead_unit=packaged.world.baiyang)
    done = packaged.a_reserve("丁", lead_unit=packaged.world.baiyang)
    revise_reserve(done, note="核对无误", on=JANUARY, actor=packaged.world.stranger)
    rows = ReserveProject.objects.select_related("lead_unit")
    keys = set(ReserveProject.objects.filter(is_owed(duty_on(DAY))).values_list("pk", flat=True))

    told = [(o.unit, o.owed, o.done) for o in owed_by_unit(rows, keys)]
    assert told == [("临水县青石镇人民政府", 2, 0), ("临水县白杨乡人民政府", 1, 1)]


# --- what it drew ----------------------------------------------------------------------------


def test_an_investor_that_signs_is_a_hit(packaged: Packaged) -> None:
    proposal, clerk = packaged.published(), packaged.world.recorder
    reserve = proposal.reserve
    packaged.published(packaged.a_reserve("乙"))
    push_card(proposal, channel="微信朋友圈", on=DAY, actor=clerk)
    interest = record_interest(
        reserve, firm_name="甲公司", source="push", on=date(2026, 3, 9), actor=clerk,
        push=PublishedProject.objects.get(), intended_amount=Decimal(100_000_000),
    )  # fmt: skip
    assert reserve.state == "in_talks"
    with pytest.raises(Refused, match="签约的，请指明落成的项目"):
        end_interest(
            interest, result="won", on=DAY.replace(day=20), why="supply", reason="", actor=clerk
        )
    project = packaged.world.a_project()
    end_interest(
        interest, result="won", on=date(2026, 6, 1), why="supply", reason="配套近", actor=clerk,
        project=project,
    )  # fmt: skip

    reserve.refresh_from_db()
    assert (reserve.state, reserve.project) == ("signed", project)
    assert catalogue["packaging_hit_rate"].value(Ask.of(Period.written("2026Q2"))) == 50
    assert Trail.objects.latest("pk").action == "projects.interest_ended"


def test_an_investor_that_is_lost_says_why_and_frees_the_project(packaged: Packaged) -> None:
    reserve, clerk = packaged.a_reserve(), packaged.world.recorder
    one = record_interest(reserve, firm_name="甲公司", source="visit", on=DAY, actor=clerk)
    other = record_interest(reserve, firm_name="乙公司", source="talk", on=DAY, actor=clerk)
    with pytest.raises(Refused, match="“甲公司”已在谈"):
        record_interest(reserve, firm_name="甲公司", source="visit", on=DAY, actor=clerk)
    for facts, words in (
        ({"why": ""}, "请选择主要原因"),
        ({"reason": " "}, "流失的，请写明原因"),
        ({"on": date(2026, 3, 1)}, "结果日期不能早于接洽日期 2026-03-02"),
    ):
        given = {"result": "lost", "on": DAY, "why": "land", "reason": "无净地", **facts}
        with pytest.raises(Refused, match=words):
            end_interest(one, actor=clerk, **given)  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        end_interest(
            one, result="lost", on=DAY, why="land", reason="无净地", actor=packaged.world.stranger
        )
    end_interest(one, result="lost", on=DAY, why="land", reason="无净地", actor=clerk)
    reserve.refresh_from_db()
    assert reserve.state == "in_talks"
    other.reserve.refresh_from_db()
    end_interest(other, result="lost", on=DAY, why="rival", reason="去了邻县", actor=clerk)
    reserve.refresh_from_db()
    assert reserve.state == "reserved"
    with pytest.raises(Refused, match="已登记为“流失”"):
        end_interest(one, result="lost", on=DAY, why="land", reason="无净地", actor=clerk)

"""What units and stations owe, how they stand with it, and the rows behind each number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from tests.desk.conftest import SignIn
from tests.outreach.conftest import Made
from tests.world import World
from wutong.attract.chains.operations import chain_years, chains
from wutong.attract.outreach.models import OutreachQuota, Station, StationReport
from wutong.attract.outreach.operations import (
    interactions,
    outreach_quotas,
    station_members,
    station_reports,
)
from wutong.attract.outreach.operations.owing import end_quota, succeed_quota
from wutong.attract.outreach.operations.reporting import hand_in_report
from wutong.attract.projects.operations import packagings, reserves
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.metrics.models import Rule
from wutong.metrics.operations import set_rule
from wutong.people.models import Unit
from wutong.sites.desk.queries.outreach.standing import all_standings, span_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 8)


@pytest.fixture
def force(world: World) -> Unit:
    return world.a_unit("新能源产业链专班", Unit.Kind.TASK_FORCE)


def standing(world: World, what: str, official: Any = None, day: date = DAY) -> Any:
    found = all_standings(day, official or world.clerk)
    return next(each for each in found if each.quota.what == what)


def test_a_task_force_owes_a_trip_a_quarter(world: World, force: Unit, a_batch: Made) -> None:
    idle = standing(world, "trips")
    assert idle.title == "产业链专班（含产业链牵头单位）每季度外出招商不少于1批次"
    assert [(h.holder, h.done, h.owed) for h in idle.idle] == [(force, 0, 1)]

    a_batch(unit=force)
    a_batch(unit=force, is_done=False)
    a_batch(unit=force, starts_on=date(2023, 4, 1), ends_on=None)

    assert [h.done for h in standing(world, "trips").reached] == [1]


def test_a_units_that_leads_a_chain_is_a_task_force(world: World) -> None:
    chain = chains.record(name="新能源", actor=world.machine)
    facts = {"chain": chain, "order": 1, "actor": world.machine}
    chain_years.record(year=2023, lead_unit=world.qingshi, **facts)
    chain_years.record(year=2022, lead_unit=world.baiyang, **facts)

    assert [h.holder for h in standing(world, "trips").holdings] == [world.qingshi]


def test_the_number_is_that_of_the_rule(world: World, force: Unit) -> None:
    rule = Rule.objects.get(code="trips_quota")
    set_rule(
        rule, code=rule.code, label=rule.label, value=3, since=date(2023, 1, 1),
        source="《意见》第五条", actor=world.clerk,
    )  # fmt: skip

    assert standing(world, "trips").amount == 3
    assert standing(world, "trips", day=date(2022, 12, 31)).amount == 1
    quota = OutreachQuota.objects.get(what="trips")
    with pytest.raises(Refused, match="口径规则"):
        succeed_quota(quota, amount=2, since=DAY, source="文件", actor=world.clerk)


def test_packaged_projects_are_those_of_the_figure(world: World, force: Unit) -> None:
    for number, passed in enumerate((True, True, False)):
        reserve = reserves.record(
            name=f"储备{number}", lead_unit=force, total_investment=Decimal(1), actor=world.machine
        )
        packagings.record(reserve=reserve, is_passed=passed, reviewed_on=DAY, actor=world.machine)
        packagings.record(reserve=reserve, is_passed=passed, reviewed_on=DAY, actor=world.machine)

    [lagging] = standing(world, "packaged").lagging

    assert (lagging.done, lagging.owed, lagging.lacking) == (2, 5, 3)


def test_a_station_owes_a_lead_a_week_for_each_person(world: World, a_batch: Made) -> None:
    station = a_batch(Station, starts_on=date(2023, 2, 1), ends_on=date(2023, 3, 31))
    for official in (world.recorder, world.clerk):
        station_members.record(station=station, official=official, actor=world.machine)
    station_members.record(
        station=station, name="黄某", until=date(2023, 2, 5), actor=world.machine
    )
    interactions.record(
        station=station, unit=world.qingshi, firm=world.a_firm(), met_on=DAY, summary="建厂",
        intended_amount=Decimal(1), met_with="张某", recorded_by=world.recorder,
        actor=world.recorder,
    )  # fmt: skip

    [lagging] = standing(world, "leads").lagging

    assert (lagging.done, lagging.owed, lagging.behind) == (1, 2, ["liu（0）"])
    assert standing(world, "leads", day=date(2023, 4, 10)).holdings == []


def test_a_ledgers_team_is_counted_by_its_names(world: World, a_batch: Made) -> None:
    a_batch(Station, captain="杨某", members="于某、冯某")

    assert standing(world, "leads").idle[0].owed == 3


def test_a_weekly_report_counts_once_handed_in(world: World, a_batch: Made) -> None:
    station = a_batch(Station)
    report: StationReport = station_reports.record(
        station=station, week=DAY, work="拜访", actor=world.recorder
    )
    assert len(standing(world, "reports").idle) == 1

    hand_in_report(report, on=DAY, actor=world.recorder)
    assert len(standing(world, "reports").reached) == 1


@pytest.mark.parametrize(
    ("per", "first", "last"),
    [
        ("week", date(2023, 12, 25), date(2023, 12, 31)),
        ("month", date(2023, 12, 1), date(2023, 12, 31)),
        ("quarter", date(2023, 10, 1), date(2023, 12, 31)),
        ("year", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_the_span_of_the_last_day_of_a_year(per: str, first: date, last: date) -> None:
    span = span_of(per, date(2023, 12, 31))

    assert (span.first, span.last) == (first, last)
    assert span.is_over(date(2024, 1, 1))
    assert not span.is_over(last)


# --- the page ---


def test_the_page_names_the_zeros_and_opens_every_number(
    world: World, force: Unit, a_batch: Made, signed_in: SignIn
) -> None:
    other = world.a_unit("文旅产业链专班", Unit.Kind.TASK_FORCE)
    a_batch(unit=force)
    a_batch(unit=force)
    client = signed_in(world.clerk)

    page = client.get("/outreach-quotas/standing/?on=2023-02-08")

    table = next(t for t in page.context["tables"] if "外出招商" in t["title"])
    assert (table["bound"], table["reached"], table["idle"]) == (2, 1, [other.name])
    assert table["span"] == "2023年一季度"
    numbers = [row.cells[1] for row in table["rows"]]
    assert [cell.text for cell in numbers] == ["0", "2"]
    assert len(client.get(numbers[1].url).context["rows"]) == 2
    assert table["rows"][0].mark == "red"
    assert [row.cells[4].text for row in table["rows"]] == ["零", "达标"]


def test_what_is_not_over_yet_is_not_red(world: World, force: Unit, signed_in: SignIn) -> None:
    page = signed_in(world.clerk).get("/outreach-quotas/standing/?on=2999-01-01")

    table = next(t for t in page.context["tables"] if "外出招商" in t["title"])
    assert [row.cells[4].text for row in table["rows"]] == ["未达（周期未满）"]


def test_a_stranger_sees_their_own_standing_alone(
    world: World, a_batch: Made, signed_in: SignIn
) -> None:
    outreach_quotas.record(
        what="trips", holder="township", per="month", amount=1, since=date(2023, 1, 1),
        source="《意见》", actor=world.clerk,
    )  # fmt: skip
    a_batch()
    quota = OutreachQuota.objects.get(holder="township")
    client = signed_in(world.stranger)

    page = client.get("/outreach-quotas/standing/?on=2023-02-08")

    table = next(t for t in page.context["tables"] if t["title"].startswith("乡镇"))
    assert (table["bound"], table["idle"]) == (1, ["白杨乡"])
    assert "青石镇" not in page.text
    of = f"/outreach-quotas/{quota.pk}/rows/?on=2023-02-08"
    assert client.get(of).context["rows"] == []
    assert client.get(f"{of}&of={world.qingshi.pk}").context["rows"] == []
    assert client.get(f"{of}&of=abc").status_code == 404


def test_the_standing_is_exported(world: World, force: Unit, signed_in: SignIn) -> None:
    reply = signed_in(world.clerk).get("/outreach-quotas/standing/export/?on=2023-02-08")

    rows = list(openpyxl.load_workbook(BytesIO(b"".join(reply.streaming_content))).active.values)
    assert any(row[2] == force.name and row[6] == "零" for row in rows)


def test_the_page_asks_as_much_for_many_units_and_stations(
    world: World, a_batch: Made, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.clerk)
    address = "/outreach-quotas/standing/?on=2023-02-08"

    def more(number: int) -> None:
        unit = world.a_unit(f"专班{number}", Unit.Kind.TASK_FORCE)
        station = a_batch(Station, unit)
        station_members.record(station=station, official=world.recorder, actor=world.machine)

    more(0)
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    for number in range(1, 6):
        more(number)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


# --- the quotas themselves ---


def test_a_new_number_follows_the_old_one(world: World, signed_in: SignIn) -> None:
    quota = OutreachQuota.objects.get(what="reports")
    client = signed_in(world.clerk)

    client.post(
        f"/outreach-quotas/{quota.pk}/successor/",
        {"amount": "2", "since": "2023-07-01", "source": "《办法》第六条"},
    )

    quota.refresh_from_db()
    assert quota.until == date(2023, 6, 30)
    assert OutreachQuota.objects.in_force(date(2023, 7, 1)).get(what="reports").amount == 2
    assert OutreachQuota.objects.in_force(date(2023, 6, 30)).get(what="reports") == quota
    actions = Trail.objects.filter(actor=world.clerk).values_list("action", flat=True)
    assert set(actions) == {"outreach.quota_succeeded", "outreach.quota_ended"}


def test_who_may_set_quotas_and_what_is_refused(world: World) -> None:
    quota = OutreachQuota.objects.get(what="reports")
    facts = {"holder": "township", "per": "month", "since": DAY, "source": "文件"}

    with pytest.raises(PermissionDenied):
        end_quota(quota, on=DAY, reason="不要了", actor=world.recorder)
    with pytest.raises(PermissionDenied):
        outreach_quotas.record(what="trips", amount=1, actor=world.recorder, **facts)
    with pytest.raises(Refused, match="二者填一"):
        outreach_quotas.record(what="trips", actor=world.clerk, **facts)
    with pytest.raises(Refused, match="只对驻点小分队"):
        outreach_quotas.record(what="leads", amount=1, actor=world.clerk, **facts)
    with pytest.raises(Refused, match="只有驻点小分队可以按人计"):
        outreach_quotas.record(what="trips", amount=1, per_person=True, actor=world.clerk, **facts)
    with pytest.raises(Refused, match="须晚于"):
        succeed_quota(quota, amount=2, since=quota.since, source="文件", actor=world.clerk)
    end_quota(quota, on=DAY, reason="《通知》", actor=world.clerk)
    with pytest.raises(Refused, match="已于2023-02-08废止"):
        end_quota(quota, on=DAY, reason="《通知》", actor=world.clerk)

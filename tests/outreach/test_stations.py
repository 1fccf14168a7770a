"""A station's people and weeks: whose station it is today, the weekly report, complete leads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.conftest import SignIn
from tests.outreach.conftest import Made
from tests.world import World
from wutong.attract.outreach.models import Station, StationReport
from wutong.attract.outreach.models.stations import monday
from wutong.attract.outreach.operations import (
    interactions,
    invitations,
    station_members,
    station_reports,
)
from wutong.attract.outreach.operations.reporting import hand_in_report, return_report
from wutong.attract.outreach.queries import station_of
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = date(2023, 2, 6), date(2023, 2, 12)


@pytest.fixture
def station(a_batch: Made) -> Station:
    made: Station = a_batch(Station, starts_on=date(2023, 2, 1), ends_on=date(2023, 3, 31))
    return made


def a_lead(world: World, station: Station, **facts: Any) -> Any:
    """Record an interaction that is a complete lead, unless `facts` take something away."""
    given_facts = {
        "station": station,
        "unit": world.qingshi,
        "firm": world.a_firm(),
        "met_on": MONDAY,
        "summary": "拟建储能电池生产线，需地100亩",
        "intended_amount": Decimal(50_000_000),
        "met_with": "张某 总经理",
        "recorded_by": world.recorder,
        **facts,
    }
    return interactions.record(actor=world.recorder, **given_facts)


def a_report(world: World, station: Station, week: date = MONDAY, **facts: Any) -> StationReport:
    given_facts = {"station": station, "week": week, "work": "拜访三家企业", **facts}
    return station_reports.record(actor=world.recorder, **given_facts)


# --- whose station it is ---


def test_the_station_of_an_official_is_that_of_the_day(world: World, station: Station) -> None:
    facts = {"station": station, "official": world.recorder, "actor": world.machine}
    station_members.record(since=date(2023, 2, 5), until=date(2023, 3, 1), **facts)

    assert station_of(world.recorder, date(2023, 2, 5)) == station
    assert station_of(world.recorder, date(2023, 3, 1)) == station
    assert station_of(world.recorder, date(2023, 2, 4)) is None
    assert station_of(world.recorder, date(2023, 3, 2)) is None
    assert station_of(world.stranger, date(2023, 2, 10)) is None


def test_no_station_after_its_end_or_after_leaving_the_team(world: World, station: Station) -> None:
    member = station_members.record(station=station, official=world.recorder, actor=world.machine)
    assert station_of(world.recorder, date(2023, 3, 31)) == station
    assert station_of(world.recorder, date(2023, 4, 1)) is None

    station_members.withdraw(member, reason="调回", actor=world.machine)
    assert station_of(world.recorder, date(2023, 2, 10)) is None


def test_a_member_is_somebody_and_leaves_after_coming(world: World, station: Station) -> None:
    record = station_members.record
    with pytest.raises(Refused, match="请选择干部，或填写姓名"):
        record(station=station, actor=world.recorder)
    with pytest.raises(Refused, match="离岗日期不能早于到岗日期"):
        record(station=station, name="黄某", since=SUNDAY, until=MONDAY, actor=world.recorder)
    record(station=station, official=world.recorder, actor=world.recorder)
    with pytest.raises(Refused, match="已在这支小分队"):
        record(station=station, official=world.recorder, actor=world.recorder)
    with pytest.raises(PermissionDenied):
        record(station=station, name="黄某", actor=world.stranger)


# --- the weekly report ---


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_is_known_by_its_monday(day: date) -> None:
    first = monday(day)

    assert first.weekday() == 0
    assert 0 <= (day - first).days < 7


def test_one_report_a_week_whichever_day_is_given(world: World, station: Station) -> None:
    report = a_report(world, station, date(2023, 2, 9))

    assert report.week == MONDAY
    with pytest.raises(Refused, match="这一周已有周报"):
        a_report(world, station, SUNDAY)
    a_report(world, station, date(2023, 2, 13))


def test_what_was_counted_is_frozen_at_hand_in(
    world: World, station: Station, signed_in: SignIn
) -> None:
    met = a_lead(world, station)
    a_lead(world, station, met_on=SUNDAY, summary="")
    a_lead(world, station, met_on=date(2023, 2, 13))  # next week's
    invitations.record(interaction=met, actor=world.recorder)
    report = a_report(world, station)
    client = signed_in(world.recorder)

    client.post(f"/station-reports/{report.pk}/hand-in/", {"known_at": report.known_at.isoformat()})
    a_lead(world, station)

    report.refresh_from_db()
    counted = report.interactions_counted, report.invitations_counted, report.leads_counted
    assert (report.state, report.handed_in_by) == ("handed_in", world.recorder)
    assert counted == (2, 1, 1)
    trail = Trail.objects.filter(action="outreach.station_report_handed_in").get()
    assert trail.subject == report
    with pytest.raises(Refused, match="已报送，不能再改"):
        station_reports.amend(report, work="改写", actor=world.recorder)


def test_a_draft_shows_the_week_beside_it(
    world: World, station: Station, signed_in: SignIn
) -> None:
    a_lead(world, station)
    a_lead(world, station, summary="")
    report = a_report(world, station)

    page = signed_in(world.recorder).get(f"/station-reports/{report.pk}/")

    week = page.context["sections"][0]
    assert week["note"] == "对接 2 条，完整线索 1 条，邀请来访 0 家；报送时定格"
    assert [row.cells[-1].text for row in week["rows"]] == ["完整线索", "—"]


def test_a_report_that_comes_back_is_counted_anew(world: World, station: Station) -> None:
    report = a_report(world, station)
    hand_in_report(report, on=SUNDAY, actor=world.recorder)
    with pytest.raises(PermissionDenied):
        return_report(report, reason="太简单", actor=world.recorder)
    with pytest.raises(Refused, match="写明退回的原因"):
        return_report(report, reason="", actor=world.head)

    return_report(report, reason="太简单", actor=world.head)
    assert (report.state, report.interactions_counted) == ("draft", None)
    a_lead(world, station)
    hand_in_report(report, on=SUNDAY, actor=world.recorder)
    assert (report.interactions_counted, report.returned_for) == (1, "")


def test_who_may_hand_in_and_when(world: World, station: Station) -> None:
    report = a_report(world, station)

    with pytest.raises(PermissionDenied):
        hand_in_report(report, on=SUNDAY, actor=world.stranger)
    with pytest.raises(Refused, match="还没有开始"):
        hand_in_report(report, on=date(2023, 2, 5), actor=world.recorder)
    hand_in_report(report, on=SUNDAY, actor=world.recorder)
    with pytest.raises(Refused, match="已报送"):
        hand_in_report(report, on=SUNDAY, actor=world.recorder)


@pytest.mark.parametrize("lacks", ["summary", "intended_amount", "met_with"])
def test_a_lead_that_lacks_something_is_not_complete(
    world: World, station: Station, lacks: str
) -> None:
    a_lead(world, station, **{lacks: None if lacks == "intended_amount" else ""})
    report = a_report(world, station)

    hand_in_report(report, on=SUNDAY, actor=world.recorder)

    assert (report.interactions_counted, report.leads_counted) == (1, 0)

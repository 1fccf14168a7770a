"""What each way of attracting costs and brings; referrals; costs that belong to one occasion."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.desk.conftest import SignIn
from tests.leads.leading import a_fit_lead
from tests.world import World
from wutong.attract.leads.operations import referrals
from wutong.attract.outreach.models import Cost, Station
from wutong.attract.outreach.operations import costs, interactions, stations
from wutong.attract.projects.operations import start_project
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import metric

pytestmark = pytest.mark.django_db
QUARTER = Ask.of(Period.written("2023Q1"))


def a_station(world: World) -> Station:
    return stations.record(
        year=2023, number=1, starts_on=date(2023, 2, 1), ends_on=date(2023, 3, 1),
        lead_unit=world.qingshi, place="东莞", actor=world.recorder,
    )  # fmt: skip


def a_cost(world: World, amount: int = 50_000, **facts: Any) -> Cost:
    given = {
        "unit": world.qingshi,
        "spent_on": date(2023, 2, 10),
        "purpose": "房租",
        "actor": world.recorder,
        **facts,
    }
    return costs.record(amount=Decimal(amount), **given)


def test_a_cost_belongs_to_the_way_of_its_occasion(world: World) -> None:
    station = a_station(world)
    assert a_cost(world, station=station).channel == "station"
    assert a_cost(world, channel="chain").channel == "chain"
    with pytest.raises(Refused, match="属于“驻点招商”"):
        a_cost(world, station=station, channel="fair")
    with pytest.raises(PermissionDenied):
        a_cost(world, actor=world.stranger)


def test_each_ways_figures_open_into_their_rows(world: World, signed_in: SignIn) -> None:
    station = a_station(world)
    a_cost(world, 50_000, station=station)
    a_cost(world, 30_000, roadshow="深圳推介会", channel="trip")
    for name in ("甲公司", "乙公司"):
        interactions.record(
            unit=world.qingshi, firm=world.a_firm(name), station=station,
            met_on=date(2023, 2, 12), actor=world.recorder,
        )  # fmt: skip
    world.a_receipt(world.a_signed_project(channel="station"))
    client = signed_in(world.clerk)
    page = client.get("/methods/?period=2023Q1")

    rows = {each.name: each for each in page.context["methods"]}
    found = {cell.label: cell.value for cell in rows["驻点招商"].cells}
    assert found == {
        "经费": 50_000,
        "对接企业": 2,
        "线索": 0,
        "其中转项目": 0,
        "签约入库项目": 1,
        "签约额": 100_000_000,
        "到位资金": 3_000_000,
    }
    assert rows["驻点招商"].cost_each == 50_000
    assert rows["走出去"].cost_each is None
    for each in rows["驻点招商"].cells:
        opened = client.get(each.url)
        assert opened.status_code == 200
        assert opened.context["page"].paginator.count == (2 if each.label == "对接企业" else
                                                          1 if each.value else 0)  # fmt: skip
    assert page.text.count("数据表") == 2  # each chart has its twin


def test_a_stranger_reads_their_own_rows_alone(world: World, signed_in: SignIn) -> None:
    a_cost(world, station=a_station(world))
    mine = signed_in(world.recorder).get("/methods/?period=2023Q1").context["methods"]
    theirs = signed_in(world.stranger).get("/methods/?period=2023Q1").context["methods"]
    assert sum(each.of(0) for each in mine) == 50_000
    assert sum(each.of(0) for each in theirs) == 0


def test_a_bad_period_is_explained(world: World, signed_in: SignIn) -> None:
    for address in ("/methods/", "/leads/statistics/"):
        reply = signed_in(world.clerk).get(f"{address}?period=昨天")
        assert reply.status_code == 400
        assert "无法识别" in reply.text


def test_a_referral_goes_with_its_lead_to_the_project(world: World, signed_in: SignIn) -> None:
    agent = world.a_firm("甬商投资顾问有限公司", kind="agent")
    referral = referrals.record(
        introducer=agent, introduced_name="宁波某某精密铸件有限公司",
        introduced_on=date(2023, 2, 3), unit=world.qingshi, actor=world.recorder,
    )  # fmt: skip
    lead = a_fit_lead(world, referral=referral, channel="referral")
    project = start_project(lead, name="铸件", on=lead.first_met_on, actor=world.recorder)

    assert project.referral == referral
    page = signed_in(world.recorder).get(f"/referrals/{referral.pk}/")
    shown = {section["title"]: len(section["rows"]) for section in page.context["sections"]}
    assert shown == {"线索": 1, "项目": 1}
    assert metric("referrals").value(QUARTER) == 1
    assert "甬商投资顾问" in signed_in(world.recorder).get("/referrals/").text
    with pytest.raises(Refused, match="不能是同一家"):
        referrals.record(
            introducer=agent, introduced=agent, introduced_on=date(2023, 2, 3),
            unit=world.qingshi, actor=world.recorder,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        referrals.amend(referral, what="别的", actor=world.stranger)

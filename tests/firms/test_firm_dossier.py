"""A firm's dossier: all of it on one page, to each reader what is theirs, in so many queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import incentive_clauses
from wutong.attract.firms.models import Firm
from wutong.attract.firms.operations import contact_persons, firms, honours
from wutong.attract.outreach.operations import (
    interactions,
    receptions,
    talks,
    trips,
    visitors,
)
from wutong.people.models import Unit
from wutong.serve.aftercare.operations import tickets
from wutong.serve.policies.operations import payouts

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def life(world: World, firm: Firm, unit: Unit, number: int) -> None:
    """Give a firm one of everything, answered for by a unit."""
    actor = world.machine
    project = world.a_signed_project(f"{unit.short_name}项目{number}", unit=unit, investor=firm)
    world.a_receipt(project, Decimal(3_000_000), actor=actor)
    agreement = Agreement.objects.get(project=project)
    incentive_clauses.record(agreement=agreement, text=f"{unit.short_name}厂房三年免租{number}",
                      actor=actor)  # fmt: skip
    person = contact_persons.record(
        firm=firm, name=f"{unit.short_name}联络{number}", unit=unit, phone="13912345678",
        consent="card", actor=actor,
    )  # fmt: skip
    interactions.record(
        firm=firm, person=person, unit=unit, met_on=date(2023, 2, number), kind="visit",
        summary=f"{unit.short_name}上门{number}", next_step=f"{unit.short_name}送方案{number}",
        next_due_on=TODAY() - timedelta(days=1), actor=actor,
    )  # fmt: skip
    code = number * 100 + unit.pk
    trip = trips.record(year=2023, number=code, starts_on=date(2023, 3, number), lead_unit=unit,
                        is_done=True, destination="杭州", actor=actor)  # fmt: skip
    talks.record(trip=trip, firm=firm, project_name=f"{unit.short_name}洽谈{number}", actor=actor)
    reception = receptions.record(year=2023, number=code, starts_on=date(2023, 3, number),
                                  lead_unit=unit, is_done=True, actor=actor)  # fmt: skip
    visitors.record(reception=reception, firm=firm, actor=actor)
    tickets.record(firm=firm, unit=unit, request=f"{unit.short_name}用电{number}",
                   raised_on=date(2023, 3, 1), actor=actor)  # fmt: skip
    payouts.record(firm=firm, year=2023, instrument="rent", amount=Decimal(10_000),
                   basis=f"依据{number}", actor=actor)  # fmt: skip
    honours.record(firm=firm, kind="top_list", listing="民营500强", year=2000 + number,
                   actor=actor)  # fmt: skip


@pytest.fixture
def firm(world: World) -> Firm:
    group = world.a_firm("某某集团有限公司")
    return firms.record(
        name="杭州某某储能科技有限公司", parent=group, registry_state="存续",
        legal_representative="陈某", registered_capital=Decimal(50_000_000),
        business_scope="储能技术研发", actor=world.machine,
    )  # fmt: skip


def dossier(client: Client, firm: Firm) -> Any:
    reply = client.get(f"/firms/{firm.pk}/dossier/")
    assert reply.status_code == 200
    return reply


def test_all_of_it_on_one_page(world: World, firm: Firm, signed_in: SignIn) -> None:
    life(world, firm, world.qingshi, 1)
    client = signed_in(world.clerk)
    assert f"/firms/{firm.pk}/dossier/" in client.get(f"/firms/{firm.pk}/").text

    page = dossier(client, firm)

    told = page.context["dossier"]
    assert {part.title: len(part.rows) for part in told.told} == {
        "待办的下一步": 1, "联系人": 1, "往来": 3, "项目": 1, "协议": 1, "承诺（优惠条款）": 1,
        "政策兑现": 1, "企业诉求": 1, "荣誉与榜单": 1, "集团、母公司与子公司": 1,
    }  # fmt: skip
    for said in ("青石镇项目1", "厂房三年免租1", "未审查", "139****5678", "储能技术研发", "陈某",
                 "5000万元", "某某集团有限公司", "2001"):  # fmt: skip
        assert said in page.text, said
    tiles = {label: (value, note) for label, value, note in told.tiles}
    assert tiles["项目"] == ("1 个", "总投资 —")
    assert tiles["已到位"][0] == "300万元"
    assert tiles["最近往来"] == ("2023-03-01", "共 3 次")
    assert tiles["待办的下一步"] == ("1 项", "过期 1 项")
    assert tiles["未办结诉求"][0] == "1 件"
    assert "产业链位置" in told.blank


def test_each_reader_sees_what_is_theirs(world: World, firm: Firm, signed_in: SignIn) -> None:
    life(world, firm, world.qingshi, 1)
    life(world, firm, world.baiyang, 2)

    page = dossier(signed_in(world.recorder), firm)

    assert "白杨乡" not in page.text
    assert "青石镇上门1" in page.text
    told = {part.title: len(part.rows) for part in page.context["dossier"].told}
    assert told["往来"] == 3
    assert told["项目"] == 1
    assert "政策兑现" not in told, "payouts are for those who see the county"
    tiles = {label: (value, note) for label, value, note in page.context["dossier"].tiles}
    assert tiles["项目"][0] == "1 个"
    assert tiles["已到位"][0] == "300万元"


def test_it_takes_as_many_queries_for_many_rows_as_for_few(
    world: World, firm: Firm, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    life(world, firm, world.qingshi, 1)
    dossier(client, firm)
    few = queries(lambda: dossier(client, firm))
    for number in range(2, 6):
        life(world, firm, world.qingshi, number)
        life(world, firm, world.baiyang, number)

    assert queries(lambda: dossier(client, firm)) <= few
    assert few <= 40


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as caught:
        read()
    return len(caught)


def test_an_empty_firm_says_so(world: World, signed_in: SignIn) -> None:
    page = dossier(signed_in(world.recorder), world.a_firm("新来的有限公司"))

    assert page.context["dossier"].told == []
    assert "尚无记录" in page.text
    assert signed_in(world.recorder).get("/firms/999999/dossier/").status_code == 404

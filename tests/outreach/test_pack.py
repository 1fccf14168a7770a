"""The trip pack of a plan: who is worth meeting and why, on a page, as PDF, and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bulletins.quarter import words
from tests.desk.conftest import SignIn
from tests.outreach.conftest import Made
from tests.projects.packaged import Packaged
from tests.world import World
from wutong.attract.chains.models import Chain
from wutong.attract.chains.operations import chain_firms, chain_gaps, chains, target_firms
from wutong.attract.firms.operations import contact_persons, honours
from wutong.attract.leads.operations import leads
from wutong.attract.outreach.models import TripPlan
from wutong.attract.outreach.operations import interactions, planned_calls, trip_plans
from wutong.attract.outreach.operations.planning import cancel_plan, set_out
from wutong.people.models import Unit
from wutong.sites.desk.queries.outreach.pack import discreet

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@dataclass
class Told:
    plan: TripPlan
    chain: Chain


@pytest.fixture
def told(world: World, a_plan: Made) -> Told:
    """A plan of 青石镇 to 苏州 for the chain of 储能, with a firm of every kind of reason."""
    actor = world.machine
    chain = chains.record(name="储能", actor=actor)
    gap = chain_gaps.record(chain=chain, node="隔膜", move="fill", needs="两亿平米", actor=actor)
    plan = a_plan(chain=chain, destination="江苏省苏州市", province="江苏省")
    planned_calls.record(plan=plan, firm_name="名册外的新公司", why="展会上约好", actor=actor)
    there = {"province": "江苏省", "city": "苏州市"}
    target = world.a_firm("苏州隔膜材料股份公司", **there)
    target_firms.record(
        chain=chain, firm=target, gap=gap, province="江苏", why=f"缺产能，找王总{PHONE}",
        lead_unit=world.qingshi, state="contacted", actor=actor,
    )  # fmt: skip
    planned_calls.record(plan=plan, firm=world.a_firm("苏州约好电池公司", **there), actor=actor)
    on_chain = world.a_firm("南京链上储能公司", province="江苏省")
    chain_firms.record(chain=chain, firm=on_chain, tier="midstream", node="电芯", actor=actor)
    famous = world.a_firm("无锡五百强集团公司", province="江苏省")
    honours.record(firm=famous, kind="top_list", listing="民营500强", year=2022, actor=actor)
    world.a_firm("江苏无关公司", province="江苏省")
    elsewhere = world.a_firm("广东别处链上公司", province="广东省")
    chain_firms.record(chain=chain, firm=elsewhere, actor=actor)
    contact_persons.record(
        firm=target, name="王某", title="总经理", phone=PHONE, consent="card",
        is_decider=True, unit=world.qingshi, actor=actor,
    )  # fmt: skip
    interactions.record(
        firm=target, unit=world.qingshi, met_on=date(2023, 2, 1), met_with="王某 总经理",
        summary="王某说要先看园区", next_step="寄园区图", actor=actor,
    )  # fmt: skip
    leads.record(
        title="隔膜二期线索", firm_name=target.name, firm=target, unit=world.qingshi,
        received_at=timezone.now(), actor=actor,
    )  # fmt: skip
    return Told(plan, chain)


@pytest.fixture
def packaged(world: World, told: Told) -> Packaged:
    packaged = Packaged(world)
    packaged.published(packaged.a_reserve("隔膜生产线项目", chain=told.chain))
    packaged.submitted(packaged.a_reserve("没发布的项目", chain=told.chain))
    other = chains.record(name="中药", actor=world.machine)
    packaged.published(packaged.a_reserve("中药别的链项目", chain=other))
    return packaged


def test_the_pack_tells_whom_to_meet_and_why(
    world: World, told: Told, packaged: Packaged, signed_in: SignIn
) -> None:
    ma = signed_in(world.recorder)
    page = ma.get(f"/trip-plans/{told.plan.pk}/pack/").content.decode()

    assert (
        f'href="/trip-plans/{told.plan.pk}/pack/"'
        in ma.get(f"/trip-plans/{told.plan.pk}/").content.decode()
    )
    order = ["名册外的新公司", "苏州约好电池公司", "苏州隔膜材料股份公司"]
    at = [page.index(name) for name in order]
    assert max(at[:2]) < at[2] < page.index("南京链上储能公司")
    for said in (
        "计划拜访：展会上约好", "储能目标企业，可补链：隔膜", "储能链上企业（中游电芯）",
        "民营500强（2022 年）", "已接触", "两亿平米", "隔膜生产线项目", "王某说要先看园区",
        "隔膜二期线索", "王某 总经理", "138****5678", "马某（带队",
    ):  # fmt: skip
        assert said in page, said
    for said in (PHONE, "江苏无关公司", "广东别处链上公司", "没发布的项目", "中药别的链项目"):
        assert said not in page, said


def test_the_pdf_says_the_same_and_no_number_whole(
    world: World, told: Told, packaged: Packaged, signed_in: SignIn
) -> None:
    reply = signed_in(world.recorder).get(f"/trip-plans/{told.plan.pk}/pack.pdf")

    text = "".join(words("pdf", reply.content).split())
    for said in ("苏州隔膜材料股份公司", "民营500强", "隔膜生产线项目", "王某", "138****5678"):
        assert said in text, said
    assert PHONE not in text


def test_a_trip_that_was_set_out_leads_to_its_pack(
    world: World, a_plan: Made, signed_in: SignIn
) -> None:
    plan = a_plan("approved")
    done = set_out(plan, starts_on=plan.starts_on, ends_on=plan.ends_on,
                   on=date(2023, 4, 10), actor=world.recorder)  # fmt: skip
    plan.refresh_from_db()
    assert done
    assert plan.trip_id

    trip = signed_in(world.recorder).get(f"/trips/{plan.trip_id}/").content.decode()
    assert f'href="/trip-plans/{plan.pk}/pack/"' in trip


def test_a_stranger_finds_neither_the_pack_nor_anything_of_others_in_their_own(
    world: World, told: Told, packaged: Packaged, signed_in: SignIn
) -> None:
    chen = signed_in(world.stranger)
    for address in ("pack/", "pack.pdf"):
        assert chen.get(f"/trip-plans/{told.plan.pk}/{address}").status_code == 404
    assert chen.get(f"/field/packs/{told.plan.pk}/").status_code == 404
    own = _plan_of(world, world.baiyang, told.chain)
    planned_calls.record(plan=own, firm=world.a_firm("苏州隔膜材料股份公司"), actor=world.machine)

    for address in (f"/trip-plans/{own.pk}/pack/", f"/field/packs/{own.pk}/"):
        text = chen.get(address).content.decode()
        assert "苏州隔膜材料股份公司" in text or "\\u82cf" in text
        for said in ("王某", "缺产能", "隔膜二期线索", "寄园区图", "隔膜生产线项目", "已接触"):
            assert said not in text, said
            assert said.encode("unicode_escape").decode() not in text, said


def _plan_of(world: World, unit: Unit, chain: Chain, **facts: Any) -> TripPlan:
    given = {"starts_on": date(2023, 4, 10), "destination": "江苏省苏州市", **facts}
    found: TripPlan = trip_plans.record(
        lead_unit=unit, chain=chain, province="江苏省", leader_name="陈某",
        actor=world.machine, **given,
    )  # fmt: skip
    return found


def test_the_phone_gets_packs_of_trips_ahead_and_of_no_person(
    world: World, told: Told, packaged: Packaged, signed_in: SignIn
) -> None:
    today = timezone.localdate()
    facts = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=1)}
    under_way = _plan_of(world, world.qingshi, told.chain, **facts)
    gone = _plan_of(world, world.qingshi, told.chain, starts_on=today - timedelta(days=1))
    cancelled = _plan_of(world, world.qingshi, told.chain, starts_on=today)
    cancel_plan(cancelled, reason="改期", actor=world.recorder)
    _plan_of(world, world.baiyang, told.chain, starts_on=today)
    ma = signed_in(world.recorder)

    listed = ma.get("/field/packs/told/").json()
    assert [each["key"] for each in listed["packs"]] == [under_way.pk]
    assert listed["official"] == world.recorder.pk
    assert gone.pk != under_way.pk
    pack = ma.get(f"/field/packs/{under_way.pk}/").json()["pack"]
    target = next(each for each in pack["firms"] if each["name"] == "苏州隔膜材料股份公司")
    assert (target["state"], target["people"]) == ("已接触", 1)
    assert [met["kind"] for met in target["met"]] == ["线索", "上门拜访"]
    assert [each["name"] for each in pack["projects"]] == ["隔膜生产线项目"]
    whole = str(pack)
    assert "下一步：寄园区图" in whole
    for said in (PHONE, "王某", "5678", "要先看园区"):
        assert said not in whole.replace("138****5678", ""), said


def test_who_is_signed_out_gets_no_pack(client: Any, told: Told) -> None:
    for address in ("/field/packs/told/", f"/field/packs/{told.plan.pk}/"):
        assert client.get(address).status_code == 401
    shell = client.get("/field/packs/")
    assert shell.status_code == 200
    assert "苏州" not in shell.content.decode()


def test_more_firms_take_no_more_queries(
    world: World, told: Told, packaged: Packaged, signed_in: SignIn
) -> None:
    ma = signed_in(world.recorder)
    address = f"/trip-plans/{told.plan.pk}/pack/"
    ma.get(address)
    with CaptureQueriesContext(
        connection,
    ) as before:
        ma.get(address)
    for number in range(8):
        firm = world.a_firm(f"镇江第{number}储能公司", province="江苏省")
        chain_firms.record(chain=told.chain, firm=firm, actor=world.machine)
        facts = {"firm": firm, "unit": world.qingshi, "actor": world.machine}
        interactions.record(met_on=date(2023, 2, 1), **facts)
        contact_persons.record(name="某", **facts)
    with CaptureQueriesContext(connection) as after:
        assert "镇江第7储能公司" in ma.get(address).content.decode()

    assert len(after) == len(before) < 45


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"王总{PHONE}，周三", "王总138****5678，周三"),
        ("电话0512-66778899", "电话051****8899"),
        ("wang@qq.com", "wa****@qq.com"),
        ("投资1500万元，2023年", "投资1500万元，2023年"),
        ("两行\n一行", "两行 一行"),
    ],
)
def test_numbers_in_free_text_are_masked(text: str, shown: str) -> None:
    assert discreet(text) == shown

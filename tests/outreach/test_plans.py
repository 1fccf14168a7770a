"""A trip plan's way: drafted, submitted, approved by another, carried out; or sent back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.conftest import SignIn
from tests.outreach.conftest import Made
from tests.world import TOWNSHIP, World
from wutong.attract.outreach.models import OutreachQuota, Trip, TripPlan
from wutong.attract.outreach.operations import outreach_quotas, planned_calls, trip_plans
from wutong.attract.outreach.operations.planning import (
    approve_plan,
    cancel_plan,
    places_of,
    return_plan,
    set_out,
    submit_plan,
)
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import metric

pytestmark = pytest.mark.django_db
QUARTER = Ask.of(Period.written("2023Q1"))  # whose next month is April
DAY = date(2023, 3, 24)


def planned() -> int:
    return int(metric("trips_planned").value(QUARTER))  # type: ignore[arg-type]


def test_a_plan_goes_its_way_through_the_front_door(world: World, signed_in: SignIn) -> None:
    ma, head = signed_in(world.recorder), signed_in(world.head)
    reply = ma.post(
        "/trip-plans/new/",
        {
            "starts_on": "2023-04-10",
            "ends_on": "2023-04-14",
            "destination": "江苏省苏州市",
            "lead_unit": world.qingshi.pk,
            "leader": world.head.pk,
            "leader_rank": "official",
            "purpose": "拜访储能企业",
        },
    )
    plan = TripPlan.objects.get()
    assert reply.url == f"/trip-plans/{plan.pk}/"
    assert (plan.step, plan.made_by, plan.leader_name) == ("draft", world.recorder, "song")
    assert plan.province == "江苏省"  # which the report names
    assert planned() == 0

    ma.post(f"/trip-plans/{plan.pk}/submission/", {"known_at": plan.known_at.isoformat()})
    assert planned() == 0
    plan.refresh_from_db()
    head.post(f"/trip-plans/{plan.pk}/approval/", {"known_at": plan.known_at.isoformat()})
    plan.refresh_from_db()
    assert (plan.step, plan.state, plan.decided_by) == ("approved", "已批准", world.head)
    assert planned() == 1

    day = {"starts_on": "2023-04-11", "ends_on": "2023-04-15"}
    ma.post(f"/trip-plans/{plan.pk}/departure/", day)
    trip = Trip.objects.get()
    plan.refresh_from_db()
    assert (plan.trip, plan.step, plan.is_approved) == (trip, "carried_out", True)
    assert (trip.starts_on, trip.leader, trip.lead_unit) == (
        date(2023, 4, 11),
        world.head,
        world.qingshi,
    )
    assert planned() == 1
    said = Trail.objects.filter(action__startswith="outreach.").order_by("pk")
    assert list(said.values_list("action", "actor__username")) == [
        ("outreach.plan_drafted", "ma"),
        ("outreach.plan_submitted", "ma"),
        ("outreach.plan_approved", "song"),
        ("outreach.trip_recorded", "ma"),
        ("outreach.stop_recorded", "ma"),
        ("outreach.plan_carried_out", "ma"),
        ("outreach.trip_set_out", "ma"),
    ]


def test_whoever_wrote_or_submitted_a_plan_does_not_approve_it(world: World, a_plan: Made) -> None:
    written = a_plan("submitted")
    amended = a_plan()
    trip_plans.amend(amended, purpose="补充", actor=world.head)
    submit_plan(amended, on=DAY, actor=world.recorder)
    handed = a_plan()
    submit_plan(handed, on=DAY, actor=world.head)

    for plan in (amended, handed):
        with pytest.raises(Refused, match="须由他人审批"):
            approve_plan(plan, on=DAY, actor=world.head)
    approve_plan(written, on=DAY, actor=world.head)
    assert written.is_approved


def test_approval_needs_the_ability_for_the_unit(world: World, a_plan: Made) -> None:
    plan = a_plan("submitted")
    own = world.an_official("zhao", world.qingshi, [*TOWNSHIP, "outreach.approve"], world.qingshi)
    other = world.an_official("qian", world.baiyang, [*TOWNSHIP, "outreach.approve"], world.baiyang)

    for wrong in (world.clerk, world.stranger, other):
        with pytest.raises(PermissionDenied):
            approve_plan(plan, on=DAY, actor=wrong)
        with pytest.raises(PermissionDenied):
            return_plan(plan, reason="不行", on=DAY, actor=wrong)
    approve_plan(plan, on=DAY, actor=own)
    assert plan.decided_by == own


@pytest.mark.parametrize("field", ["destination", "leader_name", "purpose"])
def test_what_a_plan_lacks_is_said_when_it_is_submitted(
    world: World, a_plan: Made, field: str
) -> None:
    plan = a_plan(**{field: ""})
    label = {"destination": "目的地", "leader_name": "带队领导", "purpose": "工作内容"}[field]

    with pytest.raises(Refused, match=f"还没有填{label}"):
        submit_plan(plan, on=DAY, actor=world.recorder)
    assert TripPlan.objects.get(pk=plan.pk).step == "draft"


def test_a_submitted_plan_stands_until_it_comes_back(
    world: World, a_plan: Made, signed_in: SignIn
) -> None:
    plan = a_plan("submitted")
    call = {"plan": plan, "firm_name": "苏州某储能公司", "actor": world.recorder}

    with pytest.raises(Refused, match="内容不能再改"):
        trip_plans.amend(plan, purpose="改主意", actor=world.recorder)
    plan.refresh_from_db()
    with pytest.raises(Refused, match="内容不能再改"):
        planned_calls.record(**call)
    with pytest.raises(Refused, match="请写明原因"):
        return_plan(plan, reason=" ", on=DAY, actor=world.head)
    head = signed_in(world.head)
    head.post(f"/trip-plans/{plan.pk}/return/", {"reason": "请写明拟访企业"})
    plan.refresh_from_db()
    assert (plan.step, plan.reason) == ("returned", "请写明拟访企业")
    assert Trail.objects.latest("pk").note == "请写明拟访企业"
    planned_calls.record(**{**call, "plan": plan})
    submit_plan(plan, on=DAY, actor=world.recorder)
    assert (plan.step, plan.reason) == ("submitted", "")


def test_a_plan_sent_back_or_cancelled_counts_no_more(world: World, a_plan: Made) -> None:
    back, gone = a_plan("approved"), a_plan("approved")
    assert planned() == 2

    return_plan(back, reason="时间冲突", on=DAY, actor=world.head)
    cancel_plan(gone, reason="对方改期", actor=world.recorder)

    assert planned() == 0
    assert gone.state == "已取消"
    with pytest.raises(Refused, match="不能取消"):
        cancel_plan(gone, reason="再取消", actor=world.recorder)
    with pytest.raises(PermissionDenied):
        cancel_plan(back, reason="别人的", actor=world.stranger)


def test_setting_out_numbers_the_trip_and_names_its_stops(
    world: World, a_plan: Made, a_batch: Made
) -> None:
    a_batch(number=7)
    plan = a_plan("approved")

    with pytest.raises(Refused, match="还没有到"):
        set_out(plan, on=date(2023, 4, 9), actor=world.recorder)
    trip = set_out(plan, on=date(2023, 4, 10), actor=world.recorder)

    assert trip.code == "WC2023-08"
    stops = trip.stops.order_by("order").values_list("place", "province")
    assert list(stops) == [("江苏省苏州市", "江苏省"), ("上海市", "上海市")]
    with pytest.raises(Refused, match="已成行"):
        set_out(plan, on=date(2023, 4, 10), actor=world.recorder)


def test_only_an_approved_plan_sets_out(world: World, a_plan: Made) -> None:
    plan = a_plan("submitted")

    with pytest.raises(Refused, match="批准后"):
        set_out(plan, on=date(2023, 4, 10), actor=world.recorder)
    with pytest.raises(PermissionDenied):
        set_out(a_plan("approved"), on=date(2023, 4, 10), actor=world.stranger)
    assert not Trip.objects.exists()


def test_a_ledgers_plan_stays_as_it_is_until_someone_takes_it_up(world: World) -> None:
    facts = {"starts_on": date(2023, 4, 10), "destination": "青海省西宁市", "leader_name": "徐某"}
    facts |= {"lead_unit": world.qingshi, "purpose": "拜访"}
    approved = trip_plans.record(is_approved=True, state="已批准", actor=world.clerk, **facts)
    waiting = trip_plans.record(is_approved=False, state="待批", actor=world.clerk, **facts)
    assert planned() == 1
    assert (approved.step, waiting.state) == ("ledger", "待批")

    submit_plan(waiting, on=DAY, actor=world.recorder)
    approve_plan(waiting, on=DAY, actor=world.head)
    assert planned() == 2
    assert set_out(approved, on=date(2023, 4, 10), actor=world.recorder).stops.count() == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), max_size=6))
def test_places_are_told_apart_whatever_is_written(parts: list[str]) -> None:
    found = places_of("、".join(parts))

    assert len(found) == len(set(found))
    assert all(place and len(place) <= 100 and "、" not in place for place in found)


# --- the month's page ---


def owes_plans(world: World) -> OutreachQuota:
    return outreach_quotas.record(
        what="plans", holder="township", per="month", amount=1, since=date(2023, 1, 1),
        source="《意见》：逐月制定外出计划", actor=world.clerk,
    )  # fmt: skip


def test_the_month_names_who_has_not_handed_in(
    world: World, a_plan: Made, signed_in: SignIn
) -> None:
    owes_plans(world)
    a_plan()  # a draft is not handed in
    page = signed_in(world.clerk).get("/trip-plans/month/?month=2023-04")
    assert [u.short_name for u in page.context["owing"]] == ["青石镇", "白杨乡"]

    a_plan("submitted")
    page = signed_in(world.clerk).get("/trip-plans/month/?month=2023-04")
    assert [u.short_name for u in page.context["owing"]] == ["白杨乡"]
    own = signed_in(world.stranger).get("/trip-plans/month/?month=2023-04")
    assert [u.short_name for u in own.context["owing"]] == ["白杨乡"]
    assert "青石镇" not in own.text
    assert own.context["tabs"][0]["count"] == 0


def test_the_next_month_is_shown_unless_another_is_asked_for(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    next_month = Period.containing(timezone.localdate()).next_month()
    assert client.get("/trip-plans/month/").context["month"] == next_month
    assert client.get("/trip-plans/month/?month=四月").status_code == 404


def test_a_plan_is_approved_on_the_months_page(
    world: World, a_plan: Made, signed_in: SignIn
) -> None:
    plan = a_plan("submitted")
    head = signed_in(world.head)
    shown = head.get("/trip-plans/month/?month=2023-04").context["lines"]
    assert [line.may_approve for line in shown] == [True]
    address = f"/trip-plans/month/{plan.pk}/approval/"

    assert signed_in(world.clerk).post(address).status_code == 403
    assert signed_in(world.stranger).post(address).status_code == 404
    stale = head.post(address, {"known_at": "2000-01-01T00:00:00+00:00"}, follow=True)
    assert "已被他人修改" in stale.text
    seen = {"known_at": plan.known_at.isoformat()}
    assert "已批准" in head.post(address, seen, follow=True).text
    plan.refresh_from_db()
    assert plan.is_approved


def test_ones_own_plan_says_why_it_waits_for_another(
    world: World, a_plan: Made, signed_in: SignIn
) -> None:
    plan = a_plan()
    submit_plan(plan, on=DAY, actor=world.head)

    page = signed_in(world.head).get("/trip-plans/month/?month=2023-04")

    assert not page.context["lines"][0].may_approve
    assert "须由他人审批" in page.text


def test_the_month_is_exported(world: World, a_plan: Made, signed_in: SignIn) -> None:
    a_plan("approved")
    reply = signed_in(world.clerk).get("/trip-plans/month/export/?month=2023-04")

    rows = list(openpyxl.load_workbook(BytesIO(b"".join(reply.streaming_content))).active.values)
    assert rows[0][0] == "2023年4月外出招商计划表"
    assert rows[-1][4:6] == ("江苏省苏州市、上海市", "临水县青石镇人民政府")


def test_the_months_page_asks_as_much_for_many_plans(
    world: World, a_plan: Made, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.head)
    a_plan("submitted")
    client.get("/trip-plans/month/?month=2023-04")
    with django_assert_max_num_queries(60) as few:
        client.get("/trip-plans/month/?month=2023-04")
    for _ in range(6):
        a_plan("submitted")
    with django_assert_max_num_queries(len(few)):
        client.get("/trip-plans/month/?month=2023-04")

"""The way of a trip plan (外出计划): drafted, submitted, approved or sent back, carried out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType

from wutong.attract.outreach.models import Trip, TripPlan
from wutong.attract.outreach.operations.records import ours, trip_stops, trips
from wutong.attract.outreach.queries import following_number
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, enter
from wutong.foundation.regions import province_in
from wutong.people.access import keeps
from wutong.people.models import County, Official

Step = TripPlan.Step
approves = keeps("outreach.approve")
OPEN = (Step.DRAFT, Step.RETURNED)
WRITING = ("outreach.plan_drafted", "outreach.plan_recorded", "outreach.plan_amended")
BETWEEN_PLACES = re.compile(r"[、，,；;/\s]+")
NEEDED = {
    "lead_unit": "牵头单位",
    "destination": "目的地",
    "leader_name": "带队领导",
    "purpose": "工作内容",
}


def authors_of(plans: Iterable[TripPlan]) -> dict[int, set[int]]:
    """Return who wrote, changed or submitted each plan: those who may not approve it."""
    plans = list(plans)
    found = {p.pk: {key for key in (p.made_by_id, p.submitted_by_id) if key} for p in plans}
    kind = ContentType.objects.get_for_model(TripPlan)
    written = Trail.objects.filter(kind=kind, key__in=list(found), action__in=WRITING)
    for key, actor in written.order_by().values_list("key", "actor"):
        found[key].add(actor)  # type: ignore[index]
    return found


def why_not_approve(official: Any, plan: TripPlan, authors: set[int] | None = None) -> str:
    """Say why this official, who may approve, may not approve this plan; "" when they may."""
    told = authors_of([plan])[plan.pk] if authors is None else authors
    return "本人拟定、修改或提交的计划，须由他人审批" if official.pk in told else ""


@operation("outreach.plan_drafted", allowed=ours)
def draft_record(draft: TripPlan, *, actor: Any) -> TripPlan:
    return enter(draft)


def draft_plan(*, actor: Any, **facts: Any) -> TripPlan:
    """Begin a plan, which its unit may change until it is submitted."""
    plan = TripPlan(**facts, step=Step.DRAFT, state=Step.DRAFT.label, made_by=actor)
    if plan.leader is not None:
        plan.leader_name = plan.leader_name or plan.leader.name
        if plan.leader_rank == Official.Rank.OFFICIAL:
            plan.leader_rank = plan.leader.rank
    plan.province = plan.province or province_in(plan.destination)
    _in_order(plan)
    return draft_record(plan, actor=actor)


def _in_order(plan: TripPlan) -> None:
    if plan.ends_on and plan.ends_on < plan.starts_on:
        raise Refused("计划结束不能早于计划开始")


@operation("outreach.plan_submitted", allowed=ours)
def submit_plan(plan: TripPlan, *, on: date, actor: Any) -> TripPlan:
    """Hand a plan in for approval; what it lacks is said at once."""
    from_ledger = plan.step == Step.LEDGER and not plan.is_approved
    if plan.step not in OPEN and not from_ledger:
        raise Refused(f"这份计划{plan.get_step_display()}，不能再提交")
    _in_order(plan)
    name = plan.leader_name or (plan.leader.name if plan.leader else "")
    said = {
        "lead_unit": plan.lead_unit_id,
        "destination": plan.destination,
        "leader_name": name,
        "purpose": plan.purpose,
    }
    lacking = [label for field, label in NEEDED.items() if not said[field]]
    if lacking:
        raise Refused(f"还没有填{'、'.join(lacking)}，请点“修改”补齐再提交")
    facts = {"leader_name": name, "submitted_by": actor, "submitted_on": on, "reason": ""}
    facts["province"] = plan.province or province_in(plan.destination)
    return _to(plan, Step.SUBMITTED, **facts)


@operation("outreach.plan_approved", allowed=approves)
def approve_plan(plan: TripPlan, *, on: date, actor: Any) -> TripPlan:
    """Approve a plan, by another than who wrote or submitted it."""
    _waiting(plan)
    if why := why_not_approve(actor, plan):
        raise Refused(why)
    return _to(plan, Step.APPROVED, is_approved=True, decided_by=actor, decided_on=on)


@operation("outreach.plan_returned", allowed=approves)
def return_plan(plan: TripPlan, *, reason: str, on: date, actor: Any) -> TripPlan:
    """Send a plan back to its unit, saying what to change; one approved loses its approval."""
    if plan.step not in (Step.SUBMITTED, Step.APPROVED):
        raise Refused(f"这份计划{plan.get_step_display()}，不能退回")
    _reasoned(reason)
    facts = {"is_approved": False, "decided_by": actor, "decided_on": on, "reason": reason}
    return _to(plan, Step.RETURNED, **facts)


def may_cancel(official: Any, plan: TripPlan | None) -> bool:
    return ours(official, plan) or approves(official, plan)


@operation("outreach.plan_cancelled", allowed=may_cancel)
def cancel_plan(plan: TripPlan, *, reason: str, actor: Any) -> TripPlan:
    """Say that a planned trip will not be made, and why; it is no longer counted as approved."""
    if plan.step in (Step.CANCELLED, Step.CARRIED_OUT):
        raise Refused(f"这份计划{plan.get_step_display()}，不能取消")
    _reasoned(reason)
    return _to(plan, Step.CANCELLED, is_approved=False, reason=reason)


@operation("outreach.trip_set_out", allowed=ours)
def set_out(
    plan: TripPlan, *, on: date, actor: Any, starts_on: date | None = None, ends_on: Any = None
) -> Trip:
    """Make the trip of an approved plan: the year's next batch, its stops the plan's places.

    `on` is today; without days of their own, the plan's are the trip's.
    """
    if plan.trip_id:
        raise Refused(f"这份计划已成行，批次 {plan.trip}")
    if not plan.is_approved:
        raise Refused("计划批准后才能登记成行")
    first = starts_on or plan.starts_on
    last = ends_on or (plan.ends_on if plan.ends_on and plan.ends_on >= first else None)
    if first > on:
        raise Refused(f"出发日期 {first:%Y-%m-%d} 还没有到，出发后再登记")
    if last and last < first:
        raise Refused("结束日期不能早于出发日期")
    trip = trips.record(
        actor=actor,
        year=first.year,
        number=next_number(Trip, first.year),
        starts_on=first,
        ends_on=last,
        lead_unit=plan.lead_unit,
        leader=plan.leader,
        leader_name=plan.leader_name,
        leader_rank=plan.leader_rank,
        destination=plan.destination,
        purpose=plan.purpose,
    )
    for order, place in enumerate(places_of(plan.destination), 1):
        province = province_in(place) or (plan.province if order == 1 else "")
        trip_stops.record(trip=trip, place=place, province=province, order=order, actor=actor)
    carry_out(plan, trip=trip, actor=actor)
    return trip


@operation("outreach.plan_carried_out", allowed=ours)
def carry_out(plan: TripPlan, *, trip: Trip, actor: Any) -> TripPlan:
    return _to(plan, Step.CARRIED_OUT, trip=trip)


def places_of(destination: str) -> list[str]:
    """Return the places that a destination names, in order, each once: 江苏省苏州市、上海市."""
    return list(dict.fromkeys(p[:100] for p in BETWEEN_PLACES.split(destination.strip()) if p))


def next_number(kind: Any, year: int) -> int:
    """Return the next number of a year's batches; two who ask at once are served in turn."""
    list(County.objects.select_for_update().values_list("pk")[:1])
    return following_number(kind, year)


def _to(plan: TripPlan, step: str, **facts: Any) -> TripPlan:
    return amend(plan, {"step": step, "state": Step(step).label, **facts})


def _waiting(plan: TripPlan) -> None:
    if plan.step != Step.SUBMITTED:
        raise Refused(f"这份计划{plan.get_step_display()}，只有待批准的可以审批")


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明原因")

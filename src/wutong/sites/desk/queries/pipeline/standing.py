"""Where projects stand on a day and how long already, in one query for any number of them.

The same as `projects.queries.standings`, which answers for a handful; tests hold them together.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.models import Milestone, MilestonePlan, Project, ReserveProject
from wutong.attract.projects.queries import BUILDING, CONTINUING
from wutong.sites.desk.queries.pipeline.frame import (
    GREEN,
    GREY,
    NEAR_DAYS,
    NO_STAGE,
    RED,
    YELLOW,
    Day,
    Frame,
    known,
    months_before,
    seen,
)

Kind = Milestone.Kind
DONE = (Kind.IN_PRODUCTION, Kind.AT_CAPACITY)
STEPS = (Kind.RESERVED, Kind.SIGNED, Kind.REGISTERED, Kind.COMMENCED, Kind.IN_PRODUCTION)


def visible_projects(frame: Frame) -> Any:
    """Return the projects this official may see, as known at the frame's moment."""
    return seen(Project, frame)


def milestones(day: Day) -> Any:
    return known(Milestone, day).filter(project_id=OuterRef("identity"), happened_on__lte=day.on)


def contracts(day: Day, of: str = "identity") -> Any:
    rows = known(Agreement, day).filter(project_id=OuterRef(of))
    rows = rows.filter(kind=Agreement.Kind.CONTRACT, corrects=None, signed_on__lte=day.on)
    return rows.order_by("signed_on", "pk")


def with_stage(rows: Any, day: Day) -> Any:
    """Add `stage_index`: where the furthest stage of each stands among the day's, contract or move.

    Lists, the board and the stuck list rest on it alike.
    """
    signed = Case(When(Exists(contracts(day)), then=Value(day.signed)), default=Value(NO_STAGE))
    step = Coalesce(Subquery(furthest(day).values("place")[:1]), Value(NO_STAGE))
    return rows.annotate(stage_index=Greatest(step, signed, output_field=IntegerField()))


def with_building(rows: Any, day: Day) -> Any:
    """Add `building`: 在建 or 续建 for what was begun, is not in production and has not left."""
    steps = milestones(day)
    over = [*DONE, *(day.stages[index].code for index in day.exits)]
    begun = steps.filter(kind=Kind.COMMENCED).order_by("happened_on").values("happened_on")[:1]
    return rows.annotate(begun_on=Subquery(begun)).annotate(
        building=Case(
            When(begun_on=None, then=Value("")),
            When(Exists(steps.filter(kind__in=over)), then=Value("")),
            When(begun_on__year=day.on.year, then=Value(BUILDING)),
            default=Value(CONTINUING),
        )
    )


def with_standing(rows: Any, frame: Frame) -> Any:
    """Add `stage_index` (place among the frame's stages), `since`, `stayed` and `signed_on`."""
    signed = milestones(frame).filter(kind=Kind.SIGNED).order_by("happened_on")
    by_contract = Q(contract_on__isnull=False) & (Q(step=None) | Q(step__lt=frame.signed))
    return (
        with_stage(rows, frame)
        .annotate(
            step=Subquery(furthest(frame).values("place")[:1]),
            step_on=Subquery(furthest(frame).values("happened_on")[:1]),
            contract_on=Subquery(contracts(frame).values("signed_on")[:1]),
            signed_step_on=Subquery(signed.values("happened_on")[:1]),
        )
        .annotate(
            signed_on=Coalesce("signed_step_on", "contract_on"),
            since=Case(When(by_contract, then=F("contract_on")), default=F("step_on")),
        )
        .annotate(
            stayed=ExpressionWrapper(
                Value(frame.on, output_field=DateField()) - F("since"),
                output_field=DurationField(),
            )
        )
    )


def furthest(day: Day) -> Any:
    """Return the milestones of a project that the day's stages know, the furthest first."""
    ranked = milestones(day).annotate(place=place_of(day)).filter(place__isnull=False)
    return ranked.order_by("-place", "happened_on")


def place_of(day: Day) -> Case:
    whens = [When(kind=stage.code, then=Value(i)) for i, stage in enumerate(day.stages)]
    return Case(*whens, default=None, output_field=IntegerField())


def open_plans(frame: Frame) -> QuerySet[Any]:
    """Return the plans whose milestone is not reached: those this official may see."""
    reached = known(Milestone, frame).filter(
        project_id=OuterRef("project_id"), kind=OuterRef("kind"), happened_on__lte=frame.on
    )
    plans = seen(MilestonePlan, frame)
    signed = Q(kind=Kind.SIGNED) & Exists(contracts(frame, "project_id"))
    found: QuerySet[Any] = plans.exclude(Exists(reached)).exclude(signed)
    return found


def with_light(rows: Any, frame: Frame) -> Any:
    """Add `light` (RED to GREY), and the plans that it rests on; needs `with_standing`."""
    plans = open_plans(frame).filter(project_id=OuterRef("identity")).order_by("due_on", "pk")
    late, coming = plans.filter(due_on__lt=frame.on), plans.filter(due_on__gte=frame.on)
    rows = rows.annotate(
        late_on=Subquery(late.values("due_on")[:1]),
        late_kind=Subquery(late.values("kind")[:1]),
        due_on=Subquery(coming.values("due_on")[:1]),
        due_kind=Subquery(coming.values("kind")[:1]),
    )
    soon = frame.on + timedelta(days=NEAR_DAYS)
    passed = Q(late_on__isnull=False) | slow(frame, frame.on) | overstayed(frame, frame.on)
    near = Q(due_on__lt=soon) | slow(frame, soon) | overstayed(frame, soon)
    return rows.annotate(
        light=Case(
            When(stage_index__in=frame.exits, then=Value(GREY)),
            When(passed, then=Value(RED)),
            When(near, then=Value(YELLOW)),
            When(stage_index=NO_STAGE, then=Value(GREY)),
            default=Value(GREEN),
            output_field=IntegerField(),
        )
    )


def slow(frame: Frame, day: Any) -> Q:
    """Return the condition that a project was signed more than the rule's months before a day."""
    if NO_STAGE in (frame.signed, frame.commenced):
        return Q(pk__in=[])
    waits = Q(stage_index__gte=frame.signed, stage_index__lt=frame.commenced)
    return waits & Q(signed_on__lt=months_before(day, frame.months))


def overstayed(frame: Frame, day: Any) -> Q:
    """Return the condition that a project is longer in its stage than that allows."""
    found = Q(pk__in=[])
    for index, stage in enumerate(frame.stages):
        if stage.limit_days:
            since = day - timedelta(days=stage.limit_days)
            found |= Q(stage_index=index, since__lt=since)
    return found


def with_steps(rows: Any, frame: Frame) -> Any:
    """Add the day of each main step (`reserved_on` … ), to narrow by; needs `with_standing`."""
    steps = milestones(frame)
    reserves = seen(ReserveProject, frame)
    reserves = reserves.filter(project_id=OuterRef("identity"), reserved_on__lte=frame.on)
    days = {
        f"{kind}_on": Subquery(
            steps.filter(kind=kind).order_by("happened_on").values("happened_on")[:1]
        )
        for kind in STEPS
        if kind not in (Kind.SIGNED, Kind.RESERVED)
    }
    own = steps.filter(kind=Kind.RESERVED).order_by("happened_on").values("happened_on")[:1]
    linked = reserves.order_by("reserved_on").values("reserved_on")[:1]
    return rows.annotate(reserved_on=Coalesce(Subquery(own), Subquery(linked)), **days)

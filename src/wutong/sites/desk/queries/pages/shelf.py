"""招商: what was published, what is planned."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from wutong.attract.projects.models import (
    Milestone,
    MilestonePlan,
    Publication,
    PublishedProject,
)
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, register

PLAN_STATES = (("reached", "已完成"), ("overdue", "已逾期"), ("due", "未到期"))
PLAN_TONES = {"已完成": "green", "已逾期": "red", "未到期": "grey"}


def with_outcome(rows: Any, _: Any) -> Any:
    """Add to each plan whether its project reached the milestone, counted to today."""
    reached = Milestone.objects.filter(project=OuterRef("project"), kind=OuterRef("kind"))
    return rows.annotate(is_reached=Exists(reached))


def plan_state(rows: Any, state: str) -> Any:
    if state == "reached":
        return rows.filter(is_reached=True)
    today = timezone.localdate()
    late = Q(due_on__lt=today) if state == "overdue" else Q(due_on__gte=today)
    return rows.filter(late, is_reached=False)


def plan_lights(plan: Any) -> list[tuple[str, str]]:
    if plan.is_reached:
        return [("green", "已完成")]
    return [("red", "已逾期")] if plan.due_on < timezone.localdate() else [("grey", "未到期")]


register(
    Page(
        slug="publications",
        model=Publication,
        ability="projects.keep",
        group="招商",
        icon="news",
        order=90,
        columns=("title", "published_on", "channel", "unit", "is_portal", "is_push"),
        filters=("unit", "published_on", "is_portal", "is_push"),
        search=("title", "channel"),
        form=(("信息", ("title", "published_on", "channel", "unit", "is_portal", "is_push")),),
        order_by="-published_on",
        sections=(Section("published-projects", "publication", ("project_name",)),),
    )
)
register(
    Page(
        slug="published-projects",
        model=PublishedProject,
        ability="projects.keep",
        columns=(
            "project_name",
            Col("publication__title", "信息标题"),
            "publication__published_on",
            "publication__channel",
        ),
        filters=("publication__published_on",),
        search=("project_name", "publication__title"),
        form=(("推送项目", ("publication", "project_name")),),
        parents=("publication",),
    )
)
register(
    Page(
        slug="milestone-plans",
        model=MilestonePlan,
        ability="projects.keep",
        group="招商",
        icon="calendar-due",
        order=35,
        columns=(
            "project_name",
            "kind",
            "due_from",
            "due_on",
            "lead_unit",
            "total_investment",
            Col("is_reached", "已完成", "flag"),
        ),
        filters=(
            Pick("state", "完成情况", PLAN_STATES, plan_state),
            "kind",
            "lead_unit",
            "due_on",
        ),
        search=("project_name", "project__name"),
        form=(
            ("计划", ("project_name", "project", "kind", "due_from", "due_on")),
            ("责任", ("lead_unit", "total_investment")),
        ),
        parents=("project",),
        annotate=with_outcome,
        status=plan_lights,
        order_by="-due_on",
    )
)

"""招商: what was published, what is planned."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from wutong.attract.projects.models import (
    Milestone,
    MilestonePlan,
    Publication,
    PublicationChannel,
    PublishedProject,
)
from wutong.foundation.files.models import File
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, counted, register

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


PROOFS = (("linked", "有链接"), ("shot", "有截图"), ("none", "没有证明"))


def with_shots(rows: Any, _: Any) -> Any:
    """Add to each publication whether a screenshot of it is kept."""
    kept = File.objects.filter(
        kind__app_label="projects", kind__model="publication", key=OuterRef("pk")
    )
    return rows.annotate(has_shot=Exists(kept))


def proven_by(rows: Any, proof: str) -> Any:
    if proof == "linked":
        return rows.exclude(url="")
    return rows.filter(has_shot=True) if proof == "shot" else rows.filter(url="", has_shot=False)


def proof_lights(publication: Any) -> list[tuple[str, str]]:
    if publication.url or publication.has_shot:
        return [("green", "有证明")]
    return [("yellow", "没有链接或截图")]


register(
    Page(
        slug="publications",
        model=Publication,
        ability="projects.keep",
        group="项目",
        icon="news",
        order=90,
        columns=(
            "title",
            "kind",
            "published_on",
            "channel",
            "unit",
            Col("told_of", "推送项目", "count"),
            Col("has_shot", "截图", "flag"),
        ),
        filters=(
            "unit",
            "kind",
            "published_on",
            "is_portal",
            "is_push",
            Pick("proof", "证明", PROOFS, proven_by),
        ),
        search=("title", "channel"),
        form=(
            ("信息", ("title", "kind", "published_on", "url", "unit")),
            ("渠道", ("channel", "is_portal", "is_push")),
            ("投资指南、项目册", ("copies_printed", "copies_handed_out")),
        ),
        facts=("published_by",),
        order_by="-published_on",
        annotate=lambda rows, official: with_shots(
            counted(told_of="projects")(rows, official), official
        ),
        status=proof_lights,
        sections=(Section("published-projects", "publication", ("project_name", "project")),),
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
        form=(("推送项目", ("publication", "project_name", "project")),),
        parents=("publication", "project"),
    )
)
register(
    Page(
        slug="publication-channels",
        model=PublicationChannel,
        ability="projects.keep",
        columns=("name", "kind", "other_names", "since", "until"),
        filters=("kind",),
        search=("name", "other_names"),
        form=(("渠道", ("name", "kind", "other_names", "order", "since", "until")),),
        order_by="order",
    )
)
register(
    Page(
        slug="milestone-plans",
        model=MilestonePlan,
        ability="projects.keep",
        group="项目",
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

"""招商: the reserve library with how far each project is packaged, and the reviews of ledgers."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from wutong.attract.projects.models import Packaging, Proposal, ReserveProject
from wutong.attract.projects.queries.packaging import duty_on, is_owed
from wutong.foundation.operations import Refused
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, register

STAGES = {"none": "未包装", **dict(Proposal.State.choices)}
STAGE_TONES = {
    "未包装": "grey", "编写中": "blue", "待评审": "yellow", "已评审": "blue", "已发布": "green",
    "已退回": "red",
}  # fmt: skip
STALE = {"late": "逾期未修订", "due": "待修订"}
STALE_TONES = {"逾期未修订": "red", "待修订": "yellow"}
STATE_TONES = {"已签约": "green", "在谈": "blue", "淘汰": "grey"}


def with_packaging(rows: Any, _: Any) -> Any:
    """Add to each reserve project its packaging's stage, its last score, and what it owes."""
    latest = Proposal.objects.filter(reserve=OuterRef("pk")).order_by("-number")
    review = Packaging.objects.filter(reserve=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        packaging_stage=Coalesce(Subquery(latest.values("state")[:1]), Value("none")),
        score=Subquery(review.values("score")[:1]),
        passed=Subquery(review.values("is_passed")[:1]),
        stale=staleness(),
    )


def staleness() -> Any:
    today = timezone.localdate()
    try:
        duty = duty_on(today)
    except Refused:  # the county has ended the rule without another: nothing is owed
        return Value("")
    word = Value("late" if duty.is_late(today) else "due")
    return Case(When(is_owed(duty), then=word), default=Value(""))


def in_stage(rows: Any, stage: str) -> Any:
    return rows.filter(packaging_stage=stage)


def that_owe(rows: Any, stale: str) -> Any:
    return rows.exclude(stale="") if stale == "owed" else rows.filter(stale="")


def reserve_lights(reserve: Any) -> list[tuple[str, str]]:
    state, stage = reserve.get_state_display(), STAGES[reserve.packaging_stage]
    lights = [(STATE_TONES.get(state, "blue"), state), (STAGE_TONES.get(stage, "grey"), stage)]
    stale = STALE.get(reserve.stale, "")
    return [*lights, (STALE_TONES[stale], stale)] if stale else lights


register(
    Page(
        slug="reserves",
        model=ReserveProject,
        ability="projects.keep",
        group="项目",
        icon="archive",
        order=50,
        columns=(
            Col("name", sub="chain__name"),
            Col("state", tones=STATE_TONES),
            Col("packaging_stage", "包装", "choice", choices=STAGES, tones=STAGE_TONES),
            Col("score", "评审得分", "count"),
            Col("stale", "年度修订", "choice", choices=STALE, tones=STALE_TONES),
            "lead_unit",
            "total_investment",
            "reserved_on",
        ),
        filters=(
            "state",
            Pick("packaging", "包装", tuple(STAGES.items()), in_stage),
            Pick("stale", "年度修订", (("owed", "未修订"), ("done", "不欠")), that_owe),
            "lead_unit",
            "chain",
            "reserved_on",
        ),
        search=("name",),
        form=(
            ("储备项目", ("name", "lead_unit", "chain", "move", "total_investment", "reserved_on")),
            ("进展", ("state", "state_written", "project")),
        ),
        parents=("project", "lead_unit"),
        money="total_investment",
        order_by="-reserved_on",
        annotate=with_packaging,
        status=reserve_lights,
        sections=(Section("packagings", "reserve"),),
    )
)
register(
    Page(
        slug="packagings",
        model=Packaging,
        ability="projects.keep",
        columns=(
            Col("reserve__name", "储备项目"),
            "score",
            "is_passed",
            "conclusion",
            "reviewed_on",
        ),
        filters=("is_passed", "reviewed_on"),
        search=("reserve__name",),
        form=(("包装评审", ("reserve", "score", "is_passed", "conclusion", "reviewed_on")),),
        parents=("reserve",),
        order_by="-reviewed_on",
    )
)

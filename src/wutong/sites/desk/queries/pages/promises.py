"""招商: what agreements promise, and the task forces of major projects."""

from __future__ import annotations

from typing import Any

from wutong.attract.agreements.models import IncentiveClause
from wutong.attract.projects.models import ProjectTeam
from wutong.sites.desk.queries.pages.shape import Col, Page, register


def clause_lights(clause: Any) -> list[tuple[str, str]]:
    if clause.review is None:
        return [("red", "未关联公平竞争审查")]
    if clause.review.permits:
        return [("green", "审查准予实施")]
    return [("yellow", f"审查{clause.review.get_conclusion_display()}")]


register(
    Page(
        slug="incentives",
        model=IncentiveClause,
        ability="projects.keep",
        columns=(
            "text",
            Col("agreement__project__name", "项目"),
            "review",
            Col("review__conclusion", "审查结论"),
            "agreement__project__lead_unit",
        ),
        search=("text", "agreement__project__name"),
        form=(("优惠条款", ("agreement", "text", "review")),),
        editable=("text", "review"),
        facts=(Col("review__conclusion", "审查结论"),),
        parents=("agreement", "review"),
        status=clause_lights,
        empty="在协议页上点“登记优惠条款”，并关联公平竞争审查。",
    )
)
register(
    Page(
        slug="teams",
        model=ProjectTeam,
        ability="projects.move",
        columns=(
            Col("project__name", "项目", sub="project__code"),
            "leader",
            "agent",
            "members",
            "formed_on",
            "project__lead_unit",
        ),
        search=("project__name", "members"),
        form=(("专班", ("project", "leader", "agent", "members", "formed_on")),),
        editable=("leader", "agent", "members", "formed_on"),
        parents=("project",),
        order_by="-formed_on",
        empty="项目列入重大项目时成立专班，也可以在这里新建。",
    )
)

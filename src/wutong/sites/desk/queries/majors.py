"""Lists of major projects: who is on which, and who could be."""

from __future__ import annotations

from typing import Any

from wutong.attract.projects.models import MajorTag, Project, ProjectTeam
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, wan

UNLISTED = "unlisted"
TAG_COLUMNS = [
    Column("project", "项目"),
    Column("level", "层级"),
    Column("total_investment", "总投资（万元）", numeric=True),
    Column("unit", "责任单位"),
    Column("leader", "专班负责人"),
    Column("agent", "帮办代办员"),
    Column("document", "列入文件"),
    Column("tagged_on", "列入日期"),
]
PROJECT_COLUMNS = [
    Column("project", "项目"),
    Column("total_investment", "总投资（万元）", numeric=True),
    Column("unit", "责任单位"),
    Column("investor", "投资企业"),
    Column("tag", ""),
]
TONES = {"province": "red", "city": "yellow", "county": "blue"}


def tag_rows(tags: list[MajorTag]) -> list[Row]:
    teams = {
        team.project_id: team
        for team in ProjectTeam.objects.filter(
            project__in=[tag.project_id for tag in tags]
        ).select_related("leader", "agent")
    }
    return [tag_row(tag, teams.get(tag.project_id)) for tag in tags]


def tag_row(tag: MajorTag, team: ProjectTeam | None) -> Row:
    project = tag.project
    return Row(
        [
            Cell(project.name, sub=project.code),
            Cell(tag.get_level_display(), tone="blue"),
            Cell(wan(project.total_investment), numeric=True),
            Cell(project.lead_unit.short_name or project.lead_unit.name),
            Cell(str(team.leader) if team else "—"),
            Cell(str(team.agent) if team else "—"),
            Cell(tag.document),
            Cell(day(tag.tagged_on)),
        ],
        url=f"/projects/{project.pk}/",
    )


def project_row(project: Project, may_tag: bool) -> Row:
    return Row(
        [
            Cell(project.name, sub=project.code),
            Cell(wan(project.total_investment), numeric=True),
            Cell(project.lead_unit.short_name or project.lead_unit.name),
            Cell(str(project.investor or "—")),
            Cell("列入", url=f"/projects/{project.pk}/major/") if may_tag else Cell(""),
        ],
        url=f"/projects/{project.pk}/",
    )


def level_tabs(counts: dict[str, int], unlisted: int, current: str) -> list[dict[str, Any]]:
    tabs = [("", "全部", sum(counts.values()))]
    tabs += [(str(value), str(label), counts.get(str(value), 0)) for value, label in LEVELS]
    tabs.append((UNLISTED, "够线未列", unlisted))
    return [
        {
            "label": label,
            "url": f"/majors/?level={value}" if value else "/majors/",
            "is_current": value == current,
            "count": count,
        }
        for value, label, count in tabs
    ]


LEVELS = MajorTag.Level.choices

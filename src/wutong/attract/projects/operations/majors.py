"""Putting a project on a list of majors, which gives it a task force and an agency officer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wutong.attract.projects.access import can_move
from wutong.attract.projects.models import MajorTag, Project, ProjectTeam
from wutong.attract.projects.queries import county_floor
from wutong.foundation.keeping import keep
from wutong.foundation.money import spoken
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import enter, retire

project_teams = keep(ProjectTeam, "projects.team", allowed=can_move)


@operation("projects.tagged_major", allowed=can_move)
def tag_major(
    project: Project,
    *,
    level: str,
    document: str,
    on: date,
    leader: Any,
    agent: Any,
    actor: Any,
    members: str = "",
) -> MajorTag:
    """List a project as the province's, the city's or the county's major.

    The county's list has a floor (rule `county_listed_amount`, 元). The first tag forms the task
    force and names the agency officer.
    """
    if not document.strip():
        raise Refused("请写明列入重大项目的文件")
    if MajorTag.objects.filter(project=project, level=level).exists():
        raise Refused("该项目已列入这一层级的重大项目")
    if level == MajorTag.Level.COUNTY:
        _above_floor(project, on)
    tag = enter(MajorTag(project=project, level=level, document=document, tagged_on=on))
    if not ProjectTeam.objects.filter(project=project).exists():
        project_teams.record(
            project=project,
            leader=leader,
            agent=agent,
            members=members,
            formed_on=on,
            actor=actor,
        )
    return tag


@operation("projects.untagged_major", allowed=lambda actor, tag: can_move(actor, tag.project))
def untag_major(tag: MajorTag, *, reason: str, actor: Any) -> MajorTag:
    """Take a project off a list; its task force stays until it is dissolved."""
    if not reason.strip():
        raise Refused("请写明移出原因")
    return retire(tag)


def _above_floor(project: Project, on: date) -> None:
    floor = county_floor(on)
    if (project.total_investment or Decimal(0)) < floor:
        said = spoken(project.total_investment) if project.total_investment else "未填"
        raise Refused(f"县列重大项目总投资不低于{spoken(floor)}，该项目{said}")

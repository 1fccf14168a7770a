"""The stuck list (滞留清单): what keeps a project waiting, what is next, whose turn it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wutong.attract.projects.models import Gate, ProjectTeam, Stage, stage_names
from wutong.attract.projects.queries import is_blank
from wutong.attract.projects.queries.papers import Papers
from wutong.sites.desk.queries.pipeline.frame import (
    NEAR_DAYS,
    RED,
    TONES,
    Frame,
    months_after,
    seen,
)
from wutong.sites.desk.queries.pipeline.standing import (
    visible_projects,
    with_light,
    with_standing,
)

FEW = 3  # of what is lacking, in a list


@dataclass(frozen=True)
class Wait:
    """One project that waits: why, what its next stage still lacks on paper, and who answers."""

    project: Any
    tone: str
    stage: str
    days: int | None
    why: list[str]
    next_step: str
    lacking: list[str]
    who: list[str]


def stuck_count(official: Any, frame: Frame) -> int:
    """Return how many of an official's projects show red."""
    rows = with_light(with_standing(visible_projects(frame), frame), frame)
    return int(rows.filter(light=RED).count())


def waits_of(projects: Iterable[Any], frame: Frame) -> list[Wait]:
    """Return what a page of the list says, in as many queries however long it is."""
    projects = list(projects)
    keys = [project.pk for project in projects]
    names = stage_names()
    lacking = papers_lacking(projects, frame)
    teams = seen(ProjectTeam, frame).filter(project__in=keys).select_related("leader", "agent")
    by_key = {team.project_id: team for team in teams}
    return [
        Wait(
            project,
            TONES[project.light],
            stage.name if (stage := frame.stage_at(project.stage_index)) else "未登记节点",
            project.stayed.days if project.stayed is not None else None,
            reasons(project, frame, names),
            step_in_words(project, frame, names),
            lacking.get(project.pk, []),
            people_of(project, by_key.get(project.pk)),
        )
        for project in projects
    ]


def reasons(project: Any, frame: Frame, names: dict[str, str]) -> list[str]:
    """Return in words what has passed its limit, or will within the next days."""
    soon = frame.on + timedelta(days=NEAR_DAYS)
    said = []
    if project.late_on:
        days = (frame.on - project.late_on).days
        kind = names.get(project.late_kind, project.late_kind)
        said.append(f"计划 {project.late_on:%Y-%m-%d} {kind}，逾期 {days} 天")
    if project.signed_on and frame.signed <= project.stage_index < frame.commenced:
        limit = months_after(project.signed_on, frame.months)
        if limit < frame.on:
            days = (frame.on - project.signed_on).days
            said.append(f"签约 {days} 天未开工，超过 {frame.months} 个月")
        elif limit < soon:
            said.append(f"{limit:%Y-%m-%d} 满 {frame.months} 个月未开工")
    stage = frame.stage_at(project.stage_index)
    if stage and stage.limit_days and project.since:
        limit = project.since + timedelta(days=stage.limit_days)
        if limit < frame.on:
            said.append(f"在“{stage.name}”超过 {stage.limit_days} 天")
        elif limit < soon:
            said.append(f"{limit:%Y-%m-%d} 满 {stage.limit_days} 天")
    if project.due_on and project.due_on < soon:
        kind = names.get(project.due_kind, project.due_kind)
        said.append(
            f"计划 {project.due_on:%Y-%m-%d} {kind}，还有 {(project.due_on - frame.on).days} 天"
        )
    return said


def next_stage(project: Any, frame: Frame) -> Stage | None:
    if project.stage_index in frame.exits:
        return None
    ahead = [
        stage
        for index, stage in enumerate(frame.stages)
        if index > project.stage_index and stage.kind == Stage.Kind.STEP
    ]
    return ahead[0] if ahead else None


def step_in_words(project: Any, frame: Frame, names: dict[str, str]) -> str:
    """Return the next step: the stage to come, and by when where that is planned."""
    stage = next_stage(project, frame)
    if stage is None:
        return ""
    due = project.late_on or project.due_on
    kind = project.late_kind if project.late_on else project.due_kind
    if due is None:
        return f"转入“{stage.name}”"
    if kind == stage.code:
        return f"转入“{stage.name}”，计划 {due:%Y-%m-%d}"
    return f"转入“{stage.name}”；{names.get(kind, kind)}计划 {due:%Y-%m-%d}"


def papers_lacking(projects: Iterable[Any], frame: Frame) -> dict[int, list[str]]:
    """Return the fields and papers that the next stage asks of each project and that it lacks.

    What needs checking against other records, or depends on the project, stands on its own page.
    """
    projects = list(projects)
    ahead = {p.pk: stage.code for p in projects if (stage := next_stage(p, frame))}
    rows: Any = Gate.objects
    gates: dict[str, list[Gate]] = {}
    for gate in rows.in_force(frame.on).filter(stage__in=set(ahead.values())):
        if gate.kind != Gate.Kind.CHECK and not gate.condition:
            gates.setdefault(gate.stage, []).append(gate)
    every = [gate for asked in gates.values() for gate in asked]
    papers = Papers.of(list(ahead), every, frame.on, known_at=frame.known_at)
    return {
        project.pk: [
            short(gate.words)
            for gate in gates.get(ahead.get(project.pk, ""), [])
            if wants(gate, project, papers)
        ]
        for project in projects
    }


def short(words: str) -> str:
    """Return what a gate asks without what it says in brackets: a list has little room."""
    return re.sub(r"（.*?）", "", words)


def wants(gate: Gate, project: Any, papers: Papers) -> bool:
    if gate.kind == Gate.Kind.EVIDENCE:
        return not papers.opening(gate, project.pk, ())[0]
    return is_blank(project, gate.subject)


def people_of(project: Any, team: ProjectTeam | None) -> list[str]:
    """Return who is to act: the leader in charge, the agency officer, the unit's liaison."""
    said = []
    if project.sponsor:
        said.append(f"包抓 {project.sponsor}")
    if team:
        said.append(f"专班 {team.leader}")
        said.append(f"代办 {team.agent}")
    unit = project.lead_unit
    if unit.liaison:
        said.append(f"联络员 {unit.liaison} {unit.phone}".strip())
    elif unit.head:
        said.append(f"负责人 {unit.head} {unit.phone}".strip())
    return said

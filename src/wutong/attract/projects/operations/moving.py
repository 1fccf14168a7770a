"""Moving a project from stage to stage: gates, waivers, taking a move back, leaving."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.projects.access import can_move, can_waive
from wutong.attract.projects.models import Gate, Milestone, Project, Stage, Waiver
from wutong.attract.projects.queries import (
    Lack,
    days_reached,
    judgement,
    stage_on,
    standing_of,
)
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import enter, retire
from wutong.metrics.operations import first_open, require_open


@operation("projects.moved", allowed=can_move)
def move_project(
    project: Project, *, to: str, on: date, actor: Any, document: str = "", note: str = ""
) -> Milestone:
    """Move a project to a stage on the day it happened, as its gates allow.

    Everything that the stage requires is checked, and all that is wanting is named at once. The
    move keeps the evidence it rests on. In a closed month it counts in the first open one.
    """
    held = hold(project)
    stage = _step(to, on)
    _in_order(held, stage, on)
    judged = judgement(held, to, on)
    if wanting := [lack for lack in judged.lacks if lack.stands]:
        raise Refused(_in_words(stage, wanting))
    facts = {"document": document, "reason": note, "rests_on": judged.rests_on}
    return _certified(held, to, on, actor, **facts)


@operation("projects.left", allowed=can_move)
def leave_project(
    project: Project, *, on: date, reason: str, document: str, actor: Any
) -> Milestone:
    """Let a project leave (退出、终止), keeping the stage it left from, the reason and document."""
    held = hold(project)
    standing = standing_of(held, on=on)
    if standing.left:
        raise Refused(f"项目已于{standing.since:%Y-%m-%d}{standing.name}")
    if not reason.strip() or not document.strip():
        raise Refused("请写明退出原因和决定文件")
    way_out = next(s for s in stage_on(on).values() if s.kind == Stage.Kind.EXIT)
    return _certified(
        held, way_out.code, on, actor, document=document, reason=reason, left_stage=standing.code
    )


@operation("projects.move_undone", allowed=lambda actor, m: can_move(actor, m.project))
def undo_move(milestone: Milestone, *, reason: str, actor: Any) -> Milestone:
    """Take back the latest move of a project; the trail and the former reading keep it."""
    project = hold(milestone.project)
    if not reason.strip():
        raise Refused("请写明撤销原因")
    require_open(milestone.counted_on)
    standing = standing_of(project, on=date.max)
    if standing.code != milestone.kind:
        raise Refused(f"项目已到“{standing.name}”，请先撤销后面的阶段")
    return retire(milestone)


@operation("projects.gate_waived", allowed=can_waive)
def waive_gate(project: Project, *, gate: Gate, reason: str, on: date, actor: Any) -> Waiver:
    """Let a project pass a gate for a reason; waivers are counted and listed."""
    hold(project)
    if not gate.is_waivable:
        raise Refused(f"“{gate.words}”不得豁免（{gate.source}）")
    if not reason.strip():
        raise Refused("请写明豁免理由")
    if Waiver.objects.filter(project=project, gate=gate).exists():
        raise Refused("该项目已豁免这项要求")
    return enter(Waiver(project=project, gate=gate, reason=reason, waived_by=actor, waived_on=on))


@operation("projects.waiver_withdrawn", allowed=lambda actor, w: can_waive(actor, w.project))
def withdraw_waiver(waiver: Waiver, *, reason: str, actor: Any) -> Waiver:
    return retire(waiver)


def hold(project: Project) -> Project:
    """Return the project as it stands, held against others' moves until this one is written."""
    held = Project.objects.select_for_update().filter(pk=project.pk).first()
    if held is None:
        raise Refused("项目已撤回或并入其他项目，请刷新")
    return held


def _step(to: str, on: date) -> Stage:
    stage = stage_on(on).get(to)
    if stage is None:
        raise Refused(f"{on:%Y-%m-%d}没有“{to}”这个阶段")
    if stage.kind == Stage.Kind.EXIT:
        raise Refused(f"{stage.name}须写明原因和决定文件，请用“退出”")
    return stage


def _in_order(project: Project, stage: Stage, on: date) -> None:
    """Refuse what a project has behind it, and a day before that of an earlier stage."""
    reached = days_reached([project.pk], on=date.max)[project.pk]
    stages = stage_on(on)
    for code, day in reached.items():
        other = stages.get(code)
        if other is None:
            continue
        if other.kind == Stage.Kind.EXIT:
            raise Refused(f"项目已于{day:%Y-%m-%d}{other.name}，不能再推进")
        if other.order > stage.order:
            raise Refused(f"项目已到“{other.name}”（{day:%Y-%m-%d}），不能再转入“{stage.name}”")
        if other.order < stage.order and day > on:
            raise Refused(f"{on:%Y-%m-%d}早于“{other.name}”的日期{day:%Y-%m-%d}")
    if Milestone.objects.filter(project=project, kind=stage.code).exists():
        raise Refused(f"项目已在“{stage.name}”阶段（{reached[stage.code]:%Y-%m-%d}）")


def _in_words(stage: Stage, wanting: list[Lack]) -> str:
    listed = "；".join(f"{number}. {lack.words}" for number, lack in enumerate(wanting, 1))
    return f"不能转入“{stage.name}”，还缺{len(wanting)}项：{listed}"


def _certified(project: Project, stage: str, on: date, actor: Any, **facts: Any) -> Milestone:
    milestone = Milestone(
        project=project,
        kind=stage,
        happened_on=on,
        counted_on=first_open(on),
        basis=Milestone.Basis.GATES,
        certified_by=actor,
        **facts,
    )
    require_open(milestone.counted_on)
    return enter(milestone)

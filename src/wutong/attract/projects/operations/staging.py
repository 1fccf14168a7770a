"""Setting the stages and gates that a province or county works by, from a day on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.cache import cache

from policyrules.reading import ClauseError, read_condition
from wutong.attract.projects.access import can_set_gates
from wutong.attract.projects.gates import FIELDS, checks
from wutong.attract.projects.models import Gate, Stage, kind_names
from wutong.attract.projects.models.stages import STAGES
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, enter

SWITCHES = ("is_waivable", "needs_unused", "needs_later")


@operation("projects.stage_set", allowed=can_set_gates)
def set_stage(stage: Stage | None, *, since: date, source: str, actor: Any, **facts: Any) -> Stage:
    """Name or add a stage from a day on; the stage it follows ends the day before."""
    _sourced(source)
    if stage is None:
        if Stage.objects.filter(code=facts.get("code")).exists():
            raise Refused("已有这个代码的阶段；改名请打开它，设新的名称")
    else:
        _end(stage, since)
        own = ("code", "name", "kind", "order", "limit_days")
        facts = {**{name: getattr(stage, name) for name in own}, **facts}
    made = enter(Stage(since=since, source=source, **facts))
    cache.delete(STAGES)
    return made


@operation("projects.gate_set", allowed=can_set_gates)
def set_gate(gate: Gate | None, *, since: date, source: str, actor: Any, **facts: Any) -> Gate:
    """Require something from a day on; the gate it follows ends the day before."""
    _sourced(source)
    if gate is not None:
        _end(gate, since)
        own = ("stage", "kind", "subject", "words", "condition", *SWITCHES)
        facts = {**{name: getattr(gate, name) for name in own}, **facts}
    made = Gate(since=since, source=source, **facts)
    _understood(made)
    return enter(made)


@operation("projects.gate_ended", allowed=can_set_gates)
def end_gate(gate: Gate, *, on: date, reason: str, actor: Any) -> Gate:
    """Require it no more after a day."""
    if gate.until is not None and gate.until <= on:
        raise Refused(f"这项要求已于{gate.until:%Y-%m-%d}废止")
    if not reason.strip():
        raise Refused("请写明废止的依据")
    if on < gate.since:
        raise Refused(f"废止日期不能早于施行日期{gate.since:%Y-%m-%d}")
    return amend(gate, {"until": on})


def _sourced(source: str) -> None:
    if not source.strip():
        raise Refused("请写明依据的文件与条款")


def _end(row: Stage | Gate, since: date) -> None:
    if since <= row.since:
        raise Refused(f"新的施行日期须晚于现行的{row.since:%Y-%m-%d}")
    amend(row, {"until": since - timedelta(days=1)})


def _understood(gate: Gate) -> None:
    """Refuse a gate that nobody could judge."""
    if not Stage.objects.filter(code=gate.stage).exists():
        raise Refused(f"没有“{gate.stage}”这个阶段")
    if gate.kind == Gate.Kind.FIELD and gate.subject not in FIELDS:
        raise Refused(f"项目没有“{gate.subject}”这一项；可用：{'、'.join(FIELDS)}")
    if gate.kind == Gate.Kind.EVIDENCE and gate.subject not in kind_names():
        raise Refused(f"没有“{gate.subject}”这类佐证材料")
    if gate.kind != Gate.Kind.EVIDENCE and (gate.needs_unused or gate.needs_later):
        raise Refused("只有佐证材料可以要求“须为新材料”“不早于上一阶段”")
    if gate.kind == Gate.Kind.CHECK and gate.subject not in checks:
        raise Refused(f"没有“{gate.subject}”这项核查；可用：{'、'.join(checks)}")
    try:
        for part in gate.condition:
            read_condition(gate.words, part)
    except (ClauseError, TypeError, AttributeError) as error:
        raise Refused(f"适用条件看不懂：{error}") from error

"""Gates as a table to read, stage by stage; whom a new one would hold up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from wutong.attract.projects.models import Gate, Project, Stage
from wutong.attract.projects.queries import (
    blocked_by,
    condition_in_words,
    paper_in_words,
    stage_on,
    standings,
    subject_label,
)


@dataclass(frozen=True)
class Line:
    """A gate in words."""

    gate: Gate
    kind: str
    subject: str
    paper: str  # what its evidence must be
    condition: str
    is_coming: bool


@dataclass(frozen=True)
class StageGates:
    stage: Stage
    lines: list[Line]


def gates_by_stage(on: date) -> list[StageGates]:
    """Return the gates in force on a day and those to come, below the stages they guard."""
    gates = list(Gate.objects.exclude(until__lt=on).order_by("kind", "since", "pk"))
    order = {kind: at for at, kind in enumerate(Gate.Kind.values)}
    gates.sort(key=lambda gate: (order[gate.kind], gate.pk))
    steps = [stage for stage in stage_on(on).values() if stage.kind == Stage.Kind.STEP]
    return [
        StageGates(stage, [line_of(gate, on) for gate in gates if gate.stage == stage.code])
        for stage in steps
    ]


def line_of(gate: Gate, on: date) -> Line:
    return Line(
        gate,
        gate.get_kind_display(),
        subject_label(gate),
        paper_in_words(gate),
        condition_in_words(gate.condition),
        gate.since > on,
    )


def digest_of(facts: dict[str, Any]) -> str:
    """Return what ties a confirmation to the very requirement that was previewed."""
    said = "|".join(f"{name}={facts[name]}" for name in sorted(facts))
    return sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Held:
    project: Project
    stage: str
    words: str
    is_next: bool


@dataclass(frozen=True)
class Preview:
    """Which open projects a gate would hold up: those whose next stage it guards come first.

    Next it is, too, for those that stand at its stage by a contract alone.
    """

    held: list[Held]
    digest: str

    @property
    def at_once(self) -> int:
        return sum(each.is_next for each in self.held)


def preview(gate: Gate, facts: dict[str, Any], on: date) -> Preview:
    found = blocked_by(gate, on)
    stages = stage_on(on)
    where = standings([project.pk for project, _ in found], on=on)
    order = sorted(s.order for s in stages.values() if s.kind == Stage.Kind.STEP)
    goal = stages[gate.stage].order if gate.stage in stages else 0
    before = max((number for number in order if number < goal), default=0)
    held = [
        Held(
            project,
            where[project.pk].said,
            words,
            _order_of(where[project.pk].code, stages) in (before, goal),
        )
        for project, words in found
    ]
    return Preview(sorted(held, key=lambda each: not each.is_next), digest_of(facts))


def _order_of(code: str, stages: dict[str, Stage]) -> int:
    return stages[code].order if code in stages else 0


def stage_lines(stages: Iterable[Stage], on: date) -> list[tuple[Stage, str]]:
    """Return stages with whether each is in force, to come or over."""
    return [(stage, _state(stage, on)) for stage in stages]


def _state(stage: Stage, on: date) -> str:
    if stage.since > on:
        return "未施行"
    return "已废止" if stage.until is not None and stage.until < on else ""

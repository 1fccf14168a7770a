"""What a move to a stage still lacks, and whom a changed gate would hold up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from policyrules.conditions import All
from policyrules.reading import read_condition
from policyrules.verdicts import Verdict
from wutong.attract.projects.gates import checks, facts_of
from wutong.attract.projects.models import Evidence, Gate, Project, Stage, Waiver
from wutong.attract.projects.queries.standing import Standing, stage_on, standing_of, standings


@dataclass(frozen=True)
class Lack:
    """A gate in a project's way: what to do, or who waived it."""

    gate: Gate
    words: str
    waiver: Waiver | None = None

    @property
    def stands(self) -> bool:
        return self.waiver is None


def gates_for(stage: str, on: date, *, beyond: Standing | None = None) -> list[Gate]:
    """Return the gates of a stage on a day, and of the stages skipped `beyond` where one stands.

    What two stages ask alike is asked once, as the later one says it.
    """
    gates = Gate.objects.in_force(on)
    if beyond is None:
        return list(gates.filter(stage=stage))
    order = {each.code: place for place, each in enumerate(next_stages(beyond, on))}
    passed = [code for code in order if order[code] <= order.get(stage, -1)] or [stage]
    found = sorted(gates.filter(stage__in=passed), key=lambda g: (order.get(g.stage, 0), g.pk))
    return list({(gate.kind, gate.subject): gate for gate in found}.values())


def next_stages(standing: Standing, on: date) -> list[Stage]:
    """Return the stages that a project may be moved to from here, the nearest first."""
    if standing.left:
        return []
    stages = stage_on(on)
    here = stages[standing.code].order if standing.code in stages else -1
    steps = [s for s in stages.values() if s.kind == Stage.Kind.STEP and s.order > here]
    return sorted(steps, key=lambda stage: stage.order)


@dataclass(frozen=True)
class Grounds:
    """What gates are judged on, read once for all the projects that are asked about."""

    waived: dict[tuple[int, int], Waiver]
    shown: set[tuple[int, str]]  # project key, kind of evidence

    @classmethod
    def of(cls, keys: Iterable[int], gates: Iterable[Gate]) -> Grounds:
        keys = list(keys)
        waivers = Waiver.objects.filter(project__in=keys, gate__in=[g.pk for g in gates])
        evidence = Evidence.objects.filter(project__in=keys)
        return cls(
            waived={(w.project_id, w.gate_id): w for w in waivers},
            shown=set(evidence.values_list("project_id", "kind")),
        )


def lacks(project: Project, stage: str, on: date, gates: list[Gate] | None = None) -> list[Lack]:
    """Return what stands between a project and a stage on a day, waived gates among it.

    A project that skips stages passes their gates too: none is got round by a leap. `gates` spares
    asking for them where they are known.
    """
    if gates is None:
        gates = gates_for(stage, on, beyond=standing_of(project, on=date.max))
    return _lacks(project, gates, on, Grounds.of([project.pk], gates))


def _lacks(project: Project, gates: list[Gate], on: date, grounds: Grounds) -> list[Lack]:
    known = facts_of(project) if any(gate.condition for gate in gates) else {}
    found = []
    for gate in gates:
        words = _wanting(gate, project, on, known, grounds)
        if words:
            found.append(Lack(gate, words, grounds.waived.get((project.pk, gate.pk))))
    return found


def _wanting(
    gate: Gate, project: Project, on: date, known: dict[str, Any], grounds: Grounds
) -> str:
    if not applies(gate, known):
        return ""
    if gate.kind == Gate.Kind.FIELD:
        return gate.words if getattr(project, gate.subject, None) in (None, "") else ""
    if gate.kind == Gate.Kind.EVIDENCE:
        return "" if (project.pk, gate.subject) in grounds.shown else gate.words
    check = checks.get(gate.subject)
    if check is None:
        return f"{gate.words}（核查“{gate.subject}”本版本没有，请联系管理员）"
    fault = check.judge(project, on)
    return f"{gate.words}：{fault}" if fault else ""


def applies(gate: Gate, known: dict[str, Any]) -> bool:
    """Return whether a gate's condition holds, or cannot be told: then it is asked for."""
    if not gate.condition:
        return True
    parts = tuple(read_condition(str(gate), part) for part in gate.condition)
    return All(parts).judge(known).verdict is not Verdict.UNMET


def blocked_by(gate: Gate, on: date) -> list[tuple[Project, str]]:
    """Return the open projects that a gate would hold up on a day: those not yet past its stage."""
    stages = stage_on(on)
    goal = stages.get(gate.stage)
    if goal is None:
        return []
    projects = list(Project.objects.select_related("investor", "lead_unit", "chain"))
    keys = [project.pk for project in projects]
    where, grounds = standings(keys, on=on), Grounds.of(keys, [gate])
    held = []
    for project in projects:
        standing = where[project.pk]
        here = stages.get(standing.code)
        if standing.left or (here is not None and here.order >= goal.order):
            continue
        held += [(project, lack.words) for lack in _lacks(project, [gate], on, grounds)]
    return held

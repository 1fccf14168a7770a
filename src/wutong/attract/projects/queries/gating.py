"""What a move to a stage still lacks, and whom a changed gate would hold up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policyrules.conditions import All
from policyrules.reading import read_condition
from policyrules.verdicts import Verdict
from wutong.attract.projects.gates import checks, facts_of
from wutong.attract.projects.models import Gate, Project, Stage, Waiver
from wutong.attract.projects.queries.papers import Papers
from wutong.attract.projects.queries.standing import (
    Standing,
    days_reached,
    passed,
    passed_of,
    stage_on,
)

AT_ONCE = 5_000  # projects that are judged together: a query may not name any number of keys


@dataclass(frozen=True)
class Lack:
    """A gate in a project's way: what to do, or who waived it."""

    gate: Gate
    words: str
    waiver: Waiver | None = None

    @property
    def stands(self) -> bool:
        return self.waiver is None


@dataclass(frozen=True)
class Judgement:
    """What gates found of a project: what is in its way, and the evidence that opens the others."""

    lacks: list[Lack]
    rests_on: list[int]


def gates_for(stage: str, on: date, *, beyond: Standing | None = None) -> list[Gate]:
    """Return the gates of a stage on a day, and of the stages skipped `beyond` where one stands.

    What two stages ask alike is asked once, as the later one says it; papers that must be unused
    are asked for at each.
    """
    gates = Gate.objects.in_force(on)
    if beyond is None:
        return list(gates.filter(stage=stage))
    order = {each.code: place for place, each in enumerate(next_stages(beyond, on))}
    skipped = [code for code in order if order[code] <= order.get(stage, -1)] or [stage]
    found = sorted(gates.filter(stage__in=skipped), key=lambda g: (order.get(g.stage, 0), g.pk))
    own = {(g.kind, g.subject, g.stage if g.needs_unused else ""): g for g in found}
    return list(own.values())


def gates_before(project: Project, stage: str, on: date) -> list[Gate]:
    """Return all gates between a project and a stage, from where moves and ledgers brought it."""
    return gates_for(stage, on, beyond=passed_of(project, on=date.max))


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
    papers: Papers
    known: dict[int, dict[str, Any]]  # project key → facts, where a gate has a condition
    faults: dict[str, Any]  # code of a check → what it says, by project key

    @classmethod
    def of(
        cls,
        projects: Sequence[Project],
        gates: Sequence[Gate],
        on: date,
        waivers: Iterable[Waiver] | None = None,
    ) -> Grounds:
        keys = [project.pk for project in projects]
        if waivers is None:
            waivers = Waiver.objects.filter(project__in=keys, gate__in=[g.pk for g in gates])
        asked = {gate.subject for gate in gates if gate.kind == Gate.Kind.CHECK}
        return cls(
            waived={(w.project_id, w.gate_id): w for w in waivers},
            papers=Papers.of(keys, gates, on),
            known=facts_of(projects) if any(gate.condition for gate in gates) else {},
            faults={
                code: checks[code].judge(projects, on) for code in sorted(asked) if code in checks
            },
        )


def lacks(
    project: Project,
    stage: str,
    on: date,
    gates: list[Gate] | None = None,
    waivers: Iterable[Waiver] | None = None,
) -> list[Lack]:
    """Return what stands between a project and a stage on a day, waived gates among it.

    A project that skips stages passes their gates too: none is got round by a leap, nor by a
    contract that was recorded without moving the project. `gates` and the project's `waivers`
    spare asking for them where they are known.
    """
    return judgement(project, stage, on, gates, waivers).lacks


def judgement(
    project: Project,
    stage: str,
    on: date,
    gates: list[Gate] | None = None,
    waivers: Iterable[Waiver] | None = None,
) -> Judgement:
    if gates is None:
        gates = gates_before(project, stage, on)
    return _judged(project, gates, on, Grounds.of([project], gates, on, waivers))


def _judged(project: Project, gates: Iterable[Gate], on: date, grounds: Grounds) -> Judgement:
    found: list[Lack] = []
    taken: set[int] = set()
    rests_on: set[int] = set()
    for gate in gates:
        if not applies(gate, grounds.known.get(project.pk, {})):
            continue
        words = ""
        if gate.kind == Gate.Kind.EVIDENCE:
            papers, words = grounds.papers.opening(gate, project.pk, taken)
            taken.update(paper.key for paper in papers[:1])
            rests_on.update(p.key for p in papers if p.day is None or p.day <= on)
        elif gate.kind == Gate.Kind.FIELD:
            words = gate.words if is_blank(project, gate.subject) else ""
        else:
            words = _at_fault(gate, project, grounds)
        if words:
            found.append(Lack(gate, words, grounds.waived.get((project.pk, gate.pk))))
    return Judgement(found, sorted(rests_on | taken))


def is_blank(project: Project, name: str) -> bool:
    """Return whether a project says nothing under a field; links are told by their keys."""
    columns = {field.name: field.attname for field in Project.fact_fields()}
    return getattr(project, columns.get(name, name), None) in (None, "")


def _at_fault(gate: Gate, project: Project, grounds: Grounds) -> str:
    if gate.subject not in grounds.faults:
        return f"{gate.words}（核查“{gate.subject}”本版本没有，请联系管理员）"
    fault = grounds.faults[gate.subject].get(project.pk, "")
    return f"{gate.words}：{fault}" if fault else ""


def applies(gate: Gate, known: dict[str, Any]) -> bool:
    """Return whether a gate's condition holds, or cannot be told: then it is asked for."""
    if not gate.condition:
        return True
    parts = tuple(read_condition(str(gate), part) for part in gate.condition)
    return All(parts).judge(known).verdict is not Verdict.UNMET


def blocked_by(gate: Gate, on: date) -> list[tuple[Project, str]]:
    """Return the open projects that a gate would hold up on a day: those not yet past its stage.

    However many projects there are, as many queries for every AT_ONCE of them.
    """
    goal = stage_on(on).get(gate.stage)
    if goal is None:
        return []
    projects = list(Project.objects.select_related("investor", "lead_unit", "chain"))
    held = []
    for start in range(0, len(projects), AT_ONCE):
        some = _short_of(goal, projects[start : start + AT_ONCE], on)
        grounds = Grounds.of(some, [gate], on)
        for project in some:
            found = _judged(project, [gate], on, grounds).lacks
            held += [(project, lack.words) for lack in found]
    return held


def _short_of(goal: Stage, projects: list[Project], on: date) -> list[Project]:
    """Return the projects that go on and have not passed a stage's gates."""
    stages = stage_on(on)
    where = passed(days_reached([project.pk for project in projects], on=on), on)

    def is_short(standing: Standing) -> bool:
        here = stages.get(standing.code)
        return not standing.left and (here is None or here.order < goal.order)

    return [project for project in projects if is_short(where[project.pk])]

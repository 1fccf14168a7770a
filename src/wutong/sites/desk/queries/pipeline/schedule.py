"""What is planned and what happened (进度时间线), project by project, in a stretch of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.models import Milestone, MilestonePlan, stage_names
from wutong.sites.desk.queries.pipeline.frame import Frame, known, months_after, months_before, seen

AROUND = 12  # months before and after today that are shown when no year is asked for
DONE, LATE, DUE, KEPT = "done", "late", "due", "kept"
TONES = {DONE: "green", LATE: "red", DUE: "blue", KEPT: "grey"}


@dataclass(frozen=True, order=True)
class Dot:
    """A day in a project's life: reached, planned and kept, still due, or late by so many days."""

    day: date
    name: str
    kind: str
    days: int = 0

    @property
    def words(self) -> str:
        if self.kind == DONE:
            return self.name
        if self.kind == LATE:
            return f"计划{self.name}，逾期 {self.days} 天"
        if self.kind == DUE:
            return f"计划{self.name}，还有 {self.days} 天"
        return f"计划{self.name}，" + (f"迟 {self.days} 天完成" if self.days > 0 else "按期完成")

    @property
    def tone(self) -> str:
        return "yellow" if self.kind == KEPT and self.days > 0 else TONES[self.kind]


@dataclass(frozen=True)
class Line:
    """A project and its dots, in order."""

    key: int
    name: str
    unit: str
    dots: list[Dot]

    @property
    def as_data(self) -> dict[str, Any]:
        """Return what the chart draws."""
        dots = [{"day": m.day.isoformat(), "kind": m.kind, "words": m.words} for m in self.dots]
        return {"name": self.name, "dots": dots}


def window(span: str, on: date) -> tuple[date, date]:
    """Return the first and last day shown: a year, or the months around a day."""
    if span:
        return date(int(span), 1, 1), date(int(span), 12, 31)
    return months_before(on, AROUND), months_after(on, AROUND)


def with_dots_in(rows: Any, frame: Frame, first: date, last: date) -> Any:
    """Narrow to the projects for which something happened or is planned in the time."""
    own = {"project_id": OuterRef("identity")}
    steps = seen(Milestone, frame).filter(**own, happened_on__range=(first, last))
    signed = seen(Agreement, frame).filter(
        **own, kind=Agreement.Kind.CONTRACT, corrects=None, signed_on__range=(first, last)
    )
    plans = seen(MilestonePlan, frame).filter(**own, due_on__range=(first, last))
    return rows.filter(Q(Exists(steps)) | Q(Exists(signed)) | Q(Exists(plans)))


def lines_of(projects: Iterable[Any], frame: Frame, first: date, last: date) -> list[Line]:
    """Return the projects with their dots in the time, in three queries."""
    projects = list(projects)
    dots = dots_of([project.pk for project in projects], frame)
    return [
        Line(
            project.pk,
            project.name,
            project.lead_unit.short_name or project.lead_unit.name,
            [dot for dot in dots.get(project.pk, []) if first <= dot.day <= last],
        )
        for project in projects
    ]


def dots_of(keys: Iterable[int], frame: Frame) -> dict[int, list[Dot]]:
    """Return every dot of these projects by key: what happened, and what was planned."""
    keys, names = list(keys), stage_names()
    reached = days_by_kind(keys, frame)
    found = {
        key: [Dot(day, names.get(kind, kind), DONE) for kind, day in days.items()]
        for key, days in reached.items()
    }
    plans = seen(MilestonePlan, frame)
    for key, kind, due in plans.filter(project_id__in=keys).values_list(
        "project_id", "kind", "due_on"
    ):
        done = reached.get(key, {}).get(kind)
        found.setdefault(key, []).append(planned(due, names.get(kind, kind), done, frame.on))
    return {key: sorted(dots) for key, dots in found.items()}


def planned(due: date, name: str, done: date | None, on: date) -> Dot:
    if done is not None:
        return Dot(due, name, KEPT, (done - due).days)
    if due < on:
        return Dot(due, name, LATE, (on - due).days)
    return Dot(due, name, DUE, (due - on).days)


def days_by_kind(keys: list[int], frame: Frame) -> dict[int, dict[str, date]]:
    """Return the day of each stage reached, contracts among them; as known at the moment."""
    found: dict[int, dict[str, date]] = {}
    steps = known(Milestone, frame).filter(project_id__in=keys, happened_on__lte=frame.on)
    for key, kind, day in steps.values_list("project_id", "kind", "happened_on"):
        found.setdefault(key, {})[kind] = day
    contracts = known(Agreement, frame).filter(
        project_id__in=keys, kind=Agreement.Kind.CONTRACT, corrects=None, signed_on__lte=frame.on
    )
    for key, day in contracts.values_list("project_id", "signed_on"):
        found.setdefault(key, {}).setdefault(Milestone.Kind.SIGNED, day)
    return found

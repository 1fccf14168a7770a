"""Where projects stand on a day: the furthest stage reached, and what follows from its date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wutong.attract.projects.gates import reached_by
from wutong.attract.projects.models import Milestone, Project, Stage
from wutong.attract.projects.models.stages import all_stages

BUILDING, CONTINUING = "在建", "续建"
Kind = Milestone.Kind


@dataclass(frozen=True)
class Standing:
    """A project's stage by code and name since a day; nothing is known where `code` is empty.

    `derived` is 在建 for a project begun this year and not yet in production, 续建 for one begun
    in an earlier year: they follow from the date and are nobody's entry.
    """

    code: str = ""
    name: str = "未登记"
    since: date | None = None
    derived: str = ""
    left: bool = False  # terminated, or left by another exit

    @property
    def said(self) -> str:
        return self.derived or self.name


def stage_on(day: date) -> dict[str, Stage]:
    """Return the stages in force on a day by code, in their order."""
    return {
        stage.code: stage
        for stage in all_stages()
        if stage.since <= day and (stage.until is None or day <= stage.until)
    }


def days_reached(
    keys: Iterable[int], *, on: date, known_at: datetime | None = None
) -> dict[int, dict[str, date]]:
    """Return for each project the day of every stage reached by `on`: milestones and contracts."""
    keys = list(keys)
    found: dict[int, dict[str, date]] = {key: {} for key in keys}
    known = Milestone.history.known(known_at).filter(project_id__in=keys, happened_on__lte=on)
    for key, kind, day in known.values_list("project_id", "kind", "happened_on"):
        found[key][kind] = day
    return with_signs(found, on)


def with_signs(found: dict[int, dict[str, date]], on: date) -> dict[int, dict[str, date]]:
    """Add to the days of milestones, project by project, those that other records show by `on`."""
    keys = list(found)
    for stage, sign in reached_by.items():
        for key, day in sign.days(keys).items():
            if day <= on:
                found[key].setdefault(stage, day)
    return found


def standings(
    keys: Iterable[int], *, on: date, known_at: datetime | None = None
) -> dict[int, Standing]:
    """Return where each project stands on a day, in as many queries whatever their number."""
    stages = stage_on(on)
    reached = days_reached(keys, on=on, known_at=known_at)
    return {key: _standing(days, stages, on) for key, days in reached.items()}


def passed(reached: Mapping[int, dict[str, date]], on: date) -> dict[int, Standing]:
    """Return where each project stands as its gates see it: by moves, and by what ledgers brought.

    `reached` are the days as `days_reached` gives them. A contract recorded on the desk shows that
    a project is signed and is no move: what 签约 asks for is asked until it is shown. What came
    from a ledger counts as passed, as the county had it before there were gates.
    """
    stages, found = stage_on(on), {}
    past = {key: {code: d for code, d in days.items() if d <= on} for key, days in reached.items()}
    for key, days in past.items():
        found[key] = _standing(days, stages, on)
    for code, sign in reached_by.items():
        shown = {key for key, standing in found.items() if standing.code == code}
        if not shown:
            continue
        moved = Milestone.objects.filter(project__in=shown, kind=code)
        shown -= set(moved.values_list("project_id", flat=True))
        for key in shown - sign.from_ledger(shown):
            without = {other: day for other, day in past[key].items() if other != code}
            found[key] = _standing(without, stages, on)
    return found


def passed_of(project: Project, *, on: date) -> Standing:
    return passed(days_reached([project.pk], on=on), on)[project.pk]


def standing_at(days: dict[str, date], on: date) -> Standing:
    """Return where a project stands on a day, given the days of the stages it ever reached."""
    return _standing({code: day for code, day in days.items() if day <= on}, stage_on(on), on)


def standing_of(project: Project, *, on: date, known_at: datetime | None = None) -> Standing:
    return standings([project.pk], on=on, known_at=known_at)[project.pk]


def _standing(days: dict[str, date], stages: dict[str, Stage], on: date) -> Standing:
    here = [stages[code] for code in days if code in stages]
    if not here:
        return Standing()
    furthest = max(here, key=lambda stage: stage.order)
    left = furthest.kind == Stage.Kind.EXIT
    return Standing(
        code=furthest.code,
        name=furthest.name,
        since=days[furthest.code],
        derived="" if left else _derived(days, on),
        left=left,
    )


def _derived(days: dict[str, date], on: date) -> str:
    begun = days.get(Kind.COMMENCED)
    if begun is None or Kind.IN_PRODUCTION in days or Kind.AT_CAPACITY in days:
        return ""
    return BUILDING if begun.year == on.year else CONTINUING

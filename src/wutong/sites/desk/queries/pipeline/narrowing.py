"""How the pipeline's lists are narrowed: by unit, chain, level, year, cohort, place, light."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.models import MajorTag, Milestone
from wutong.foundation.periods import Period
from wutong.people.models import units_below
from wutong.sites.desk.queries.pipeline.frame import NO_STAGE, TONES, Frame, seen
from wutong.sites.desk.queries.pipeline.standing import STEPS, with_light, with_steps

UNSIGNED, UNSTAGED = "none", "none"
BASES = {"signed": "签约", "reserved": "储备"}
CODES = {tone: light for light, tone in TONES.items()}


def signing_years(frame: Frame) -> list[int]:
    """Return the years in which this official's projects were signed, the latest first."""
    signed = seen(Milestone, frame).filter(kind=Milestone.Kind.SIGNED)
    contracts = seen(Agreement, frame).filter(
        kind=Agreement.Kind.CONTRACT, corrects=None, signed_on__isnull=False
    )
    found = {day.year for day in signed.order_by().dates("happened_on", "year")}
    found |= {day.year for day in contracts.order_by().dates("signed_on", "year")}
    return sorted(found, reverse=True)


def narrowed(rows: Any, asked: dict[str, Any], frame: Frame) -> Any:
    """Narrow rows that have their standing by what was asked; unknown values narrow nothing."""
    rows = narrowed_by_owner(rows, asked, frame)
    if asked.get("year") == UNSIGNED:
        rows = rows.filter(signed_on=None)
    elif asked.get("year"):
        rows = rows.filter(signed_on__year=int(asked["year"]))
    if asked.get("stage") == UNSTAGED:
        rows = rows.filter(stage_index=NO_STAGE)
    elif asked.get("stage"):
        rows = rows.filter(stage_index=frame.index_of(asked["stage"]))
    if asked.get("place"):
        rows = with_place(rows).filter(place=asked["place"])
    if asked.get("cohort"):
        rows = of_cohort(rows, asked, frame)
    if asked.get("light") in CODES:
        rows = with_light(rows, frame).filter(light=CODES[asked["light"]])
    return rows


def narrowed_by_owner(rows: Any, asked: dict[str, Any], frame: Frame) -> Any:
    if asked.get("unit"):
        rows = rows.filter(lead_unit__in=units_below()(int(asked["unit"])))
    if asked.get("chain"):
        rows = rows.filter(chain=int(asked["chain"]))
    if asked.get("level"):
        tags = seen(MajorTag, frame)
        rows = rows.filter(identity__in=tags.filter(level=asked["level"]).values("project_id"))
    return rows


def with_place(rows: Any) -> Any:
    """Add the unit where a project stands: its township or park, else the unit that leads it."""
    return rows.annotate(place=Coalesce(F("located_in_id"), F("lead_unit_id")))


def of_cohort(rows: Any, asked: dict[str, Any], frame: Frame) -> Any:
    """Narrow to those signed (or reserved) in a period, and to those that reached a step."""
    basis = asked.get("by") if asked.get("by") in BASES else "signed"
    period = Period.written(asked["cohort"])
    rows = with_steps(rows, frame).filter(**{f"{basis}_on__range": (period.first, period.last)})
    if asked.get("reached") in STEPS:
        rows = rows.filter(**{f"{asked['reached']}_on__isnull": False})
    return rows

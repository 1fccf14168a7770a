"""A record of any kind, made through its operation, so that future kinds are tested as well."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.projects.models import Evidence, Project
from wutong.foundation.keeping import kept
from wutong.foundation.money import MoneyField
from wutong.metrics.models import Rule
from wutong.metrics.operations import set_rule
from wutong.people.models import Official, Unit

numbers = count(1)
# What a kind asks for besides the fields that may not be blank: one of two, or two that agree.
BESIDES: dict[str, dict[str, Any]] = {
    "outreach.TripMember": {"name": "样本"},
    "outreach.ReceptionHost": {"name": "样本"},
    "outreach.StationMember": {"name": "样本"},
    "outreach.PlannedCall": {"firm_name": "样本企业"},
    "outreach.RoadshowGuest": {"firm_name": "样本企业"},
    "outreach.Region": {"provinces": "江苏省"},
    "outreach.OutreachQuota": {"amount": 1},
    "outreach.ItineraryStop": {"starts_at": datetime(2023, 3, 2, 9, 30, tzinfo=UTC)},
}


def a_record(world: World, model: type[Any], unit: Unit) -> Any:
    """Record one of its kind that answers to `unit`, as far as its kind answers to any."""
    number = next(numbers)
    if model is Rule:
        return set_rule(
            None,
            actor=world.machine,
            code=f"rule_{number}",
            label=f"口径{number}",
            value=["甲"],
            since=date(2023, 1, 1),
            source="《意见》第一条",
        )
    if model is Project:
        return world.a_project(f"项目{number}", unit)
    if model is Evidence:
        project = world.a_project(f"项目{number}", unit)
        return world.an_evidence(project, number=f"样本{number}", actor=world.machine)
    if model is Firm:
        return world.a_firm(f"企业{number}有限公司")
    return kept[model].record(actor=world.machine, **facts_of(world, model, unit, number))


def facts_of(world: World, model: type[Any], unit: Unit, number: int) -> dict[str, Any]:
    towards = getattr(model, "scope", "").split("__")[0]  # leads to the unit that answers
    facts: dict[str, Any] = {}
    for field in model.fact_fields():
        if isinstance(field, models.ForeignKey):
            if not field.null or field.name == towards:
                facts[field.name] = linked(world, field, unit)
        elif not field.has_default() and not field.blank:
            facts[field.name] = value_of(field, number)
    return facts | BESIDES.get(model._meta.label, {})


def linked(world: World, field: Any, unit: Unit) -> Any:
    if field.related_model is Unit:
        return unit
    if field.related_model is Official:
        return world.recorder
    return a_record(world, field.related_model, unit)


def value_of(field: Any, number: int) -> Any:
    if field.name == "month":
        return date(2000 + number % 100, 1 + number % 12, 1)
    if isinstance(field, MoneyField):
        return Decimal(1_000_000 * number)
    if isinstance(field, models.DecimalField):
        return Decimal(number)
    if isinstance(field, models.DateField):
        return date(2023, 3, 2)
    if isinstance(field, models.SlugField):
        return f"sample-{number}"
    if field.choices:
        return next(value for value, _ in field.choices if value)
    if isinstance(field, models.PositiveIntegerField):
        return 2023 if field.name == "year" else number
    return f"样本{number}"

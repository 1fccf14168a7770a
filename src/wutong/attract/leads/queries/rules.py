"""Which dated rules hold for this county on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from wutong.attract.leads.models.rules import DatedRule
from wutong.metrics.models import Rule
from wutong.people.models import County

D = TypeVar("D", bound=DatedRule)


def areas() -> list[str]:
    """Return the names a rule's area may have to hold here, the nearest first; "" is everywhere."""
    county = County.objects.first()
    if county is None:
        return [""]
    names = (county.name, county.short_name, county.prefecture, county.province)
    return [*dict.fromkeys(name for name in names if name), ""]


def in_force(rules: Iterable[D], day: date, here: list[str]) -> list[D]:
    """Return those that hold on a day in one of these areas."""
    return [
        rule
        for rule in rules
        if rule.since <= day and (rule.until is None or day <= rule.until) and rule.area in here
    ]


def nearest(rules: Iterable[D], here: list[str]) -> D | None:
    """Return the rule of the nearest area, the latest where there are several."""
    ordered = sorted(rules, key=lambda rule: (here.index(rule.area), -rule.since.toordinal()))
    return ordered[0] if ordered else None


def rule_value(code: str, on: date) -> Any:
    """Return what a rule of counting says on a day; a LookupError names what is missing."""
    rule = Rule.objects.in_force(on).filter(code=code).order_by("-since").first()
    if rule is None:
        raise LookupError(f"口径规则 {code} 在 {on:%Y-%m-%d} 没有取值，请在“口径规则”页补充")
    return rule.value

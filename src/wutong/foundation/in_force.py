"""Rows that hold from a day on: rules, stages, gates, each ended the day before the next begins."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, Self, TypeVar

from django.db.models import Q


class Narrowed(Protocol):
    """A query for rows that have `since` and `until` (施行日期、废止日期)."""

    def filter(self, *conditions: Any, **lookups: Any) -> Self: ...


Rows = TypeVar("Rows", bound=Narrowed)


class InForce:
    """What lists of such rows share; they hold on their first and on their last day, too."""

    def in_force(self: Rows, day: date) -> Rows:
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

"""What is asked of a figure: a period, up to which day, as known when, and of which part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.utils import timezone

from wutong.foundation.periods import Period
from wutong.metrics.models import Rule


@dataclass(frozen=True)
class Ask:
    """One question.

    `cutoff` (目前): what is dated later has not happened yet; by default the period's last day.
    `known_at`: what the county knew at that moment; None is now. `where` narrows to a part,
    dimension by dimension (`{"unit": 5}`).
    """

    period: Period
    cutoff: date
    known_at: datetime | None = None
    where: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, period: Period, *, cutoff: date | None = None, known_on: date | None = None) -> Ask:
        """Return the question; `known_on` means the end of that day in the county."""
        moment = timezone.make_aware(datetime.combine(known_on, time.max)) if known_on else None
        return cls(period, cutoff or period.last, moment)

    @property
    def span(self) -> tuple[date, date]:
        """Return the first and last day on which a fact of the period can have happened."""
        return self.period.first, min(self.period.last, self.cutoff)

    @cached_property
    def rules(self) -> dict[str, Any]:
        """Return the rules of counting in force on the cut-off day, as then known."""
        known = Rule.history.known(self.known_at).in_force(self.cutoff).order_by("since")
        return {rule.code: rule.value for rule in known}

    @cached_property
    def memory(self) -> dict[str, Any]:
        """Return what was read for this question and serves those made from it as well."""
        return {}

    def rule(self, code: str) -> Any:
        if code not in self.rules:
            raise LookupError(
                f"口径规则 {code} 在 {self.cutoff:%Y-%m-%d} 没有取值，请在“口径规则”页补充"
            )
        return self.rules[code]

    def over(self, period: Period) -> Ask:
        """Return the same question of another period, as of that period's end."""
        asked = replace(self, period=period, cutoff=period.last)
        asked.__dict__.update(rules=self.rules, memory=self.memory)
        return asked

    def year_before(self) -> Ask:
        """Return the question a year earlier, up to the same day."""
        before = self.over(self.period.year_before())
        if self.cutoff >= self.period.last:
            return before
        asked = replace(before, cutoff=one_year_earlier(self.cutoff))
        asked.__dict__.update(rules=self.rules, memory=self.memory)
        return asked

    def of_part(self, **where: Any) -> Ask:
        asked = replace(self, where={**self.where, **where})
        asked.__dict__.update(rules=self.rules, memory=self.memory)
        return asked


def one_year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)

"""What a closed month came to when it was closed (当时), and what it comes to now (现在)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from wutong.attract.funds.queries.bridge import FIGURES
from wutong.attract.projects.models import Project
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Close

ZERO = Decimal(0)


@dataclass(frozen=True)
class Difference:
    """A project whose month reads otherwise now than when it was closed."""

    project: str
    key: int
    then: Decimal
    now: Decimal

    @property
    def difference(self) -> Decimal:
        return self.now - self.then


@dataclass(frozen=True)
class Published:
    label: str
    figure: str
    then: Decimal
    now: Decimal
    differences: list[Difference]


def month_as(month: Period, figure: str, known_at: datetime | None, official: Any = None) -> Any:
    """Return the month by project as known at a moment."""
    rows = FIGURES[figure][1](Ask(month, month.last, known_at))
    rows = rows if official is None else rows.visible_to(official)
    sums = rows.order_by().values(part=F("project_id")).annotate(total=Sum("counted_amount"))
    return {each["part"]: each["total"] for each in sums}


def published(close: Close, official: Any = None) -> list[Published]:
    """Return each figure of a closed month, then and now, with the projects that differ."""
    month = Period.containing(close.month)
    found = []
    for figure, (label, _) in FIGURES.items():
        then = month_as(month, figure, close.closed_at, official)
        now = month_as(month, figure, None, official)
        keys = [k for k in {**then, **now} if then.get(k, ZERO) != now.get(k, ZERO)]
        names = dict(Project.history.filter(pk__in=keys).values_list("pk", "name"))
        differences = [
            Difference(names.get(key, ""), key, then.get(key, ZERO), now.get(key, ZERO))
            for key in sorted(keys)
        ]
        totals = (sum(then.values(), ZERO), sum(now.values(), ZERO))
        found.append(Published(label, figure, *totals, differences))
    return found

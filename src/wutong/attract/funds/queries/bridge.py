"""The bridge (过桥): from last month's cumulative figure to this month's, project by project.

It starts from what was published: last month as it was known when it was closed. What has become
known of those months since then stands in columns of its own, so that the sum is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Q, Sum, Value, When

from wutong.attract.agreements.queries import contracts
from wutong.attract.funds.queries.counting import counted_receipts
from wutong.attract.projects.models import Project
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Close
from wutong.people.models import Unit

ZERO = Decimal(0)
STEPS = ("new", "late", "corrected", "withdrawn", "restated")


@dataclass
class Line:
    """One project, one unit or the county: each step in yuan; they add up to `closing`.

    `new` came in this month; `late` in an earlier one, which was closed when it was learnt;
    `corrected` changes what a closed month counted. Of all three, what a rule left out is taken
    off in `withdrawn`, as is what an earlier month has lost since it was published (its project
    counts no more, or with a smaller share); `restated` is what an earlier month has gained.
    """

    key: int
    name: str
    unit: str = ""
    unit_key: int | None = None
    opening: Decimal = ZERO
    new: Decimal = ZERO
    late: Decimal = ZERO
    corrected: Decimal = ZERO
    withdrawn: Decimal = ZERO
    restated: Decimal = ZERO
    closing: Decimal = ZERO

    @property
    def change(self) -> Decimal:
        return sum((getattr(self, step) for step in STEPS), ZERO)

    @property
    def adds_up(self) -> bool:
        return self.opening + self.change == self.closing

    def add(self, other: Line) -> None:
        for step in ("opening", *STEPS, "closing"):
            setattr(self, step, getattr(self, step) + getattr(other, step))


@dataclass
class Bridge:
    month: Period
    known_at: datetime | None
    opened_at: datetime | None  # when last month was closed; None: it is open, and told as now
    projects: list[Line] = field(default_factory=list)

    @property
    def units(self) -> list[Line]:
        found: dict[Any, Line] = {}
        for line in self.projects:
            key = line.unit_key or 0
            found.setdefault(key, Line(key, line.unit or "未定责任单位")).add(line)
        return sorted(found.values(), key=lambda line: (-line.closing, line.key))

    @property
    def county(self) -> Line:
        total = Line(0, "合计")
        for line in self.projects:
            total.add(line)
        return total


Rows = Callable[..., Any]


def outside(ask: Ask, **how: Any) -> Any:
    """Return the receipts from outside the province, by share: what the bulletins quote."""
    origins = ask.rule("outside_origins")
    return counted_receipts(ask, contracts(ask).filter(origin__in=origins), by_share=True, **how)


def every_source(ask: Ask, **how: Any) -> Any:
    return counted_receipts(ask, contracts(ask), **how)


FIGURES: dict[str, tuple[str, Rows]] = {
    "outside": ("省外到位资金", outside),
    "all": ("到位资金（全部来源）", every_source),
}


def closed_at(month: Period, known_at: datetime | None) -> datetime | None:
    """Return when a month was closed, None if that was not known at the moment."""
    close = Close.objects.covering(month.first).first()
    if close is None or (known_at is not None and close.closed_at > known_at):
        return None
    return close.closed_at


def bridge(
    month: Period,
    *,
    figure: str = "outside",
    known_at: datetime | None = None,
    unit: int | None = None,
    official: Any = None,
) -> Bridge:
    """Return the bridge into a month, as known at a moment, cumulative since January.

    With `unit` its projects alone; with `official` those they may see.
    """
    rows = FIGURES[figure][1]
    so_far = Ask(Period.year_to(month.first.year, month.first.month), month.last, known_at)
    before, opened_at = _opening(month, known_at, rows, official)
    this = _rows(rows, replace(so_far, period=month), official)
    lines: dict[int, Line] = {}

    def line(key: int) -> Line:
        return lines.setdefault(key, Line(key, ""))

    for key, total in before.items():
        line(key).opening = total
    for key, total in _by_project(_rows(rows, so_far, official)).items():
        line(key).closing = total
    earlier = dict.fromkeys(lines, ZERO)
    if month.first.month > 1:
        until = Period.months(month.first.year, 1, month.first.month - 1)
        earlier |= _by_project(_rows(rows, replace(so_far, period=until), official))
    left_out = _rows(rows, replace(so_far, period=month), official, excluded=True)
    for sign, found in ((0, this), (1, left_out)):
        for key, step, total in _by_step(found, month):
            setattr(line(key), step, getattr(line(key), step) + total)
            line(key).withdrawn -= sign * total
    for key, told in lines.items():
        revised = earlier.get(key, ZERO) - told.opening
        told.withdrawn += min(revised, ZERO)
        told.restated += max(revised, ZERO)
    return Bridge(month, known_at, opened_at, _named(lines, known_at, unit))


def _opening(
    month: Period, known_at: datetime | None, rows: Rows, official: Any
) -> tuple[dict[int, Decimal], datetime | None]:
    if month.first.month == 1:
        return {}, None
    last = Period.month(month.first.year, month.first.month - 1)
    moment = closed_at(last, known_at)
    period = Period.year_to(last.first.year, last.first.month)
    ask = Ask(period, last.last, moment or known_at)
    return _by_project(_rows(rows, ask, official)), moment


def _rows(rows: Rows, ask: Ask, official: Any, **how: Any) -> Any:
    found = rows(ask, **how)
    return found if official is None else found.visible_to(official)


def _by_project(rows: Any) -> dict[int, Decimal]:
    sums = rows.order_by().values("project_id").annotate(total=Sum("counted_amount"))
    return {each["project_id"]: each["total"] for each in sums}


def _by_step(rows: Any, month: Period) -> list[tuple[int, str, Decimal]]:
    step = Case(
        When(corrects__isnull=False, then=Value("corrected")),
        When(Q(placed_on__lt=month.first), then=Value("late")),
        default=Value("new"),
    )
    sums = rows.order_by().annotate(step=step).values("project_id", "step")
    return [
        (each["project_id"], each["step"], each["total"])
        for each in sums.annotate(total=Sum("counted_amount"))
    ]


def _named(lines: dict[int, Line], known_at: datetime | None, unit: int | None) -> list[Line]:
    """Give each line the names its project and unit had then; the largest comes first."""
    known: Any = Project.history.known(known_at).among(list(lines))
    given = known.values_list("identity", "name", "lead_unit")
    found = {key: (name, unit) for key, name, unit in given}
    late = set(lines) - set(found)  # withdrawn since: by the names they last had
    for key, name, lead in Project.history.filter(pk__in=late).values_list(
        "pk", "name", "lead_unit"
    ):
        found[key] = (name, lead)
    units = dict(Unit.history.filter(version_of=None).values_list("pk", "name"))
    for key, told in lines.items():
        told.name, told.unit_key = found.get(key, ("", None))
        told.unit = units.get(told.unit_key or 0, "")
    shown = [told for told in lines.values() if unit is None or told.unit_key == unit]
    moved = [told for told in shown if told.opening or told.closing or told.change or told.new]
    return sorted(moved, key=lambda told: (-told.closing, told.key))

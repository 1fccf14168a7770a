"""What followed from each edition of a fair (跟踪问效): half-year by half-year, side by side.

Every number is a figure of the catalogue asked for one edition at the end of a half-year. A half-
year whose last month is closed is read as it was known at the close, so that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from wutong.attract.funds.metrics import fair_funds
from wutong.attract.outreach.models import FairEdition
from wutong.attract.projects.metrics import (
    fair_commenced,
    fair_signed_amount,
    fair_signed_projects,
)
from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.money import in_wan, plain, rounded, spoken
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Metric
from wutong.metrics.models import Close
from wutong.sites.desk.queries.figures import Question
from wutong.sites.desk.queries.readings import scoped

HALVES = 6  # half-years that are followed: three years
EDITIONS = 8  # side by side
ZERO = Decimal(0)
COMMENCED, FUNDS = "fair_goal_commenced", "fair_goal_funds"


@dataclass(frozen=True)
class Told:
    """A number in words, with where it opens into its rows."""

    text: str
    value: Decimal
    url: str = ""


@dataclass(frozen=True)
class Goal:
    """How a rate stands to the goal that the rules set for the end of the fair's year."""

    rate: Decimal | None
    goal: Decimal

    @property
    def is_met(self) -> bool:
        return self.rate is not None and self.rate >= self.goal

    @property
    def words(self) -> str:
        return f"{'达到' if self.is_met else '未达'}目标 {plain(self.goal)}%"


@dataclass(frozen=True)
class Half:
    """One edition at the end of one half-year; `is_held`: as known when its last month closed."""

    until: date
    is_held: bool
    commenced: Told
    funds: Told
    commenced_rate: Decimal | None
    funds_rate: Decimal | None
    goals: dict[str, Goal] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    edition: FairEdition
    signed: Told
    amount: Told
    growth: Decimal | None  # % of the amount, over the edition before
    halves: list[Half | None] = field(default_factory=list)  # None: not yet begun


def half_ends(edition: FairEdition) -> list[date]:
    """Return the ends of the half-years after an edition: 30 June and 31 December in turn.

    Without dates, an edition is taken to have been held in the second half of its year.
    """
    last = edition.last_day or (date(edition.year, 12, 31) if edition.year else None)
    if last is None:
        return []
    year, is_second = last.year, last.month > 6
    ends = []
    for step in range(HALVES):
        at = step + is_second
        ends.append(date(year + at // 2, 12, 31) if at % 2 else date(year + at // 2, 6, 30))
    return ends


@dataclass
class Followup:
    """Reads figures by edition, each question once; only rows that the official may see."""

    official: Any
    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self.closed = dict(Close.objects.values_list("month", "closed_at"))
        self.read: dict[tuple[str, date, datetime | None], dict[Any, Decimal]] = {}

    def lines(self, editions: Iterable[FairEdition]) -> list[Line]:
        """Return a line for each edition, in the order given, the latest first."""
        editions = list(editions)
        found = []
        for at, edition in enumerate(editions):
            same = [e for e in editions[at + 1 :] if e.fair == edition.fair]
            found.append(self.line(edition, same[0] if same else None))
        return found

    def line(self, edition: FairEdition, before: FairEdition | None) -> Line:
        """Return what followed from an edition, half-year by half-year."""
        summed = self.summed(edition, before)
        return replace(summed, halves=[self.half(edition, end) for end in half_ends(edition)])

    def summed(self, edition: FairEdition, before: FairEdition | None) -> Line:
        """Return what an edition came to, and how it stands to the one before."""
        signed = self.told(fair_signed_projects, edition, self.today, None)
        amount = self.told(fair_signed_amount, edition, self.today, None)
        base = self.value(fair_signed_amount, before, self.today, None) if before else ZERO
        growth = (amount.value - base) / base * 100 if base and amount.value else None
        return Line(edition, signed, amount, growth)

    def half(self, edition: FairEdition, end: date) -> Half | None:
        if half_begins(end) > self.today:
            return None
        until = min(end, self.today)
        moment = self.closed.get(until.replace(day=1)) if until == end else None
        signed = self.value(fair_signed_projects, edition, until, moment)
        amount = self.value(fair_signed_amount, edition, until, moment)
        commenced = self.told(fair_commenced, edition, until, moment)
        funds = self.told(fair_funds, edition, until, moment)
        rates = {
            COMMENCED: share(commenced.value, signed),
            FUNDS: share(funds.value, amount),
        }
        goals = self.goals(edition, until, rates) if (end.month, until) == (12, end) else {}
        return Half(
            until, moment is not None, commenced, funds, rates[COMMENCED], rates[FUNDS], goals
        )

    def goals(
        self, edition: FairEdition, until: date, rates: dict[str, Decimal | None]
    ) -> dict[str, Goal]:
        """Return how the rates stand to their goals, at the end of the year of the fair."""
        held = edition.last_day.year if edition.last_day else edition.year
        if held != until.year:
            return {}
        rules = Ask(Period.containing(until), until).rules
        return {
            code: Goal(rate, Decimal(str(rules[code])))
            for code, rate in rates.items()
            if code in rules
        }

    # --- figures ---

    def by_edition(
        self, metric: Metric, until: date, moment: datetime | None
    ) -> dict[Any, Decimal]:
        question = (metric.code, until, moment)
        if question not in self.read:
            own: Any = metric if self.official.sees_county else scoped(metric, self.official)
            ask = Ask(Period.containing(until), until, moment)
            self.read[question] = own.by("edition", ask)
        return self.read[question]

    def value(
        self, metric: Metric, edition: FairEdition, until: date, moment: datetime | None
    ) -> Decimal:
        return self.by_edition(metric, until, moment).get(edition.pk, ZERO)

    def told(
        self, metric: Metric, edition: FairEdition, until: date, moment: datetime | None
    ) -> Told:
        value = self.value(metric, edition, until, moment)
        text = spoken(value) if metric.unit == "元" else f"{plain(value)} {metric.unit}"
        known = timezone.localtime(moment).replace(tzinfo=None).isoformat() if moment else ""
        asked = Question(Period.containing(until), until, known, {"edition": edition.pk})
        return Told(text, value, asked.url(metric.code) if value else "")


def half_begins(end: date) -> date:
    return date(end.year, end.month - 5, 1)


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None


def percent(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{plain(rounded(rate, 1))}%"


def sheet_of(lines: list[Line], notes: list[str]) -> SheetSpec:
    """Return the page as a sheet: an edition a row, four columns for each half-year."""
    columns = [
        ColumnSpec("届次"),
        ColumnSpec("签约项目", "count"),
        ColumnSpec("签约额（万元）", "money_wan"),
        ColumnSpec("比上届", "percent"),
    ]
    for number in range(1, HALVES + 1):
        head = f"第{number}个半年"
        columns += [
            ColumnSpec(f"{head}截至", "date"),
            ColumnSpec(f"{head}开工", "count"),
            ColumnSpec(f"{head}开工率", "percent"),
            ColumnSpec(f"{head}到位（万元）", "money_wan"),
            ColumnSpec(f"{head}到位率", "percent"),
        ]
    rows = [cells_of(line) for line in lines]
    return SheetSpec("节会签约项目跟踪", "历届节会签约项目跟踪", notes, columns, rows)


def cells_of(line: Line) -> list[Any]:
    cells: list[Any] = [
        str(line.edition),
        line.signed.value,
        in_wan(line.amount.value),
        fraction(line.growth),
    ]
    for half in [*line.halves, *[None] * HALVES][:HALVES]:
        cells += (
            [None] * 5
            if half is None
            else [
                half.until,
                half.commenced.value,
                fraction(half.commenced_rate),
                in_wan(half.funds.value),
                fraction(half.funds_rate),
            ]
        )
    return cells


def fraction(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else rounded(rate / 100, 4)

"""Periods as reports name them: a month, a quarter, a year, or the year so far."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

QUARTERS = "一二三四"
WRITTEN = re.compile(r"(?P<year>20\d\d)(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A run of whole months, first and last day included."""

    first: date
    last: date

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls.months(year, month, month)

    @classmethod
    def containing(cls, day: date) -> Period:
        """Return the month that `day` lies in."""
        return cls.month(day.year, day.month)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        return cls.months(year, 3 * quarter - 2, 3 * quarter)

    @classmethod
    def year_to(cls, year: int, month: int) -> Period:
        """Return January to `month`: the cumulative figure (累计) bulletins quote."""
        return cls.months(year, 1, month)

    @classmethod
    def written(cls, text: str) -> Period:
        """Read `2023Q1`, `2023-04` or `2023`; anything else is a `ValueError` in Chinese."""
        found = WRITTEN.fullmatch(text.strip().upper())
        if not found:
            raise ValueError(f"时段“{text}”无法识别，请写成 2023Q1、2023-04 或 2023")
        year = int(found["year"])
        if found["quarter"]:
            return cls.quarter(year, int(found["quarter"]))
        return cls.month(year, int(found["month"])) if found["month"] else cls.months(year, 1, 12)

    @property
    def code(self) -> str:
        """Return the short form that `written` reads, or first and last month with `..`."""
        year, first, last = self.first.year, self.first.month, self.last.month
        if first == last:
            return f"{year}-{first:02d}"
        if (first, last) == (1, 12):
            return f"{year}"
        if first % 3 == 1 and last == first + 2:
            return f"{year}Q{first // 3 + 1}"
        return f"{year}-{first:02d}..{last:02d}"

    def each_month(self) -> list[Period]:
        return [
            Period.month(self.first.year, m) for m in range(self.first.month, self.last.month + 1)
        ]

    def next_month(self) -> Period:
        year, month = self.last.year, self.last.month
        return Period.month(year + month // 12, month % 12 + 1)

    def next_quarter(self) -> Period:
        """Return the quarter that the month after this period lies in."""
        after = self.next_month().first
        return Period.quarter(after.year, (after.month - 1) // 3 + 1)

    def year_before(self) -> Period:
        return Period.months(self.first.year - 1, self.first.month, self.last.month)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        year, first, last = self.first.year, self.first.month, self.last.month
        if first == last:
            return f"{year}年{first}月"
        if (first, last) == (1, 12):
            return f"{year}年"
        if first % 3 == 1 and last == first + 2:
            return f"{year}年{QUARTERS[first // 3]}季度"
        return f"{year}年{first}-{last}月"

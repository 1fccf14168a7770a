"""Working days (工作日) as the State Council sets them each year, and what is due in so many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import is_workday

SATURDAY = 5


@dataclass(frozen=True)
class Due:
    """A day something is due on; `guessed` where a year's holidays on the way are unknown."""

    on: date
    guessed: bool = False


def works(day: date) -> tuple[bool, bool]:
    """Return whether a day is worked, and whether that is a guess: Monday to Friday are.

    The library knows the holidays that 国务院办公厅 has announced; later years are not known yet.
    """
    try:
        return bool(is_workday(day)), False
    except NotImplementedError:
        return day.weekday() < SATURDAY, True


def after_calendar_days(day: date, days: int) -> Due:
    return Due(day + timedelta(days=days))


def after_working_days(day: date, days: int) -> Due:
    """Return the last of so many working days after `day`, which is not counted itself."""
    guessed = False
    while days > 0:
        day += timedelta(days=1)
        worked, is_guess = works(day)
        guessed = guessed or is_guess
        days -= worked
    return Due(day, guessed)

"""What the pipeline pages are asked about: which day, who asks, and by which stages and limits."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from wutong.attract.projects.models import Milestone, Stage
from wutong.attract.projects.models.stages import stages_mark
from wutong.attract.projects.queries import stage_on
from wutong.metrics.models import Rule

NO_STAGE = -1  # of a project for which no stage is known
MONTHS = 3  # from signing to commencement, where no rule `stuck_months` says otherwise
NEAR_DAYS = 30  # a limit that is reached within so many days shows yellow
RED, YELLOW, GREEN, GREY = 0, 1, 2, 3
TONES = {RED: "red", YELLOW: "yellow", GREEN: "green", GREY: "grey"}
LIGHTS = {RED: "超期", YELLOW: "临近", GREEN: "正常", GREY: "不计时"}


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day with the stages in force on it, and the moment whose knowledge is asked for."""

    on: date
    known_at: datetime | None = None  # None: now
    stages: list[Stage]  # in their order

    def index_of(self, code: str) -> int:
        """Return where a stage stands in the order; `NO_STAGE` where it is not in force."""
        codes = [stage.code for stage in self.stages]
        return codes.index(code) if code in codes else NO_STAGE

    def stage_at(self, index: int | None) -> Stage | None:
        return self.stages[index] if index is not None and index >= 0 else None

    @property
    def signed(self) -> int:
        return self.index_of(Milestone.Kind.SIGNED)

    @property
    def commenced(self) -> int:
        return self.index_of(Milestone.Kind.COMMENCED)

    @property
    def exits(self) -> list[int]:
        return [i for i, stage in enumerate(self.stages) if stage.kind == Stage.Kind.EXIT]


@dataclass(frozen=True, kw_only=True)
class Frame(Day):
    """What the pipeline's pages are asked about: a day, and by whom."""

    official: Any
    months: int = MONTHS


def today() -> Day:
    on = timezone.localdate()
    return _day(on, stages_mark())


@lru_cache(maxsize=2)
def _day(on: date, mark: str) -> Day:  # every cell of a list asks
    return Day(on=on, stages=stages_of(on))


def stages_of(on: date) -> list[Stage]:
    return sorted(stage_on(on).values(), key=lambda stage: stage.order)


def frame_on(on: date, official: Any, known_at: datetime | None = None) -> Frame:
    rules = Rule.history.known(known_at).in_force(on).filter(code="stuck_months")
    rule = rules.order_by("since").last()
    months = int(rule.value) if rule is not None and str(rule.value).isdigit() else MONTHS
    return Frame(on=on, official=official, known_at=known_at, stages=stages_of(on), months=months)


def known(model: Any, day: Day) -> Any:
    """Return the rows of a kind as known at the day's moment, whoever may see them."""
    return model.history.known(day.known_at)


def seen(model: Any, frame: Frame) -> Any:
    """Return the rows of a kind that the frame's official may see, as known at its moment."""
    return known(model, frame).visible_to(frame.official)


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    return months_before(day, -months)

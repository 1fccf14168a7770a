"""What is asked of a figure on a page, kept in the query string so that a link says it all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Origin
from wutong.attract.funds.models import Receipt
from wutong.attract.leads.models import LossReason
from wutong.attract.outreach.models import Channel, FairEdition
from wutong.attract.projects.models import Milestone, Project
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.people.models import Unit
from wutong.serve.aftercare.models import Ticket

DIMENSIONS = {
    "unit": "责任单位",
    "chain": "产业链",
    "origin": "投资来源",
    "kind": "类别",
    "project": "项目",
    "edition": "届次",
    "channel": "招商方式",
    "reason": "流失原因",
}
LINKED: dict[str, Any] = {
    "unit": Unit,
    "chain": Chain,
    "project": Project,
    "edition": FairEdition,
    "reason": LossReason,
}
WORDS: dict[str, Any] = {"origin": Origin, "kind": Ticket.Kind, "channel": Channel}
UNFILLED = "none"
SO_FAR = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\.\.(0[1-9]|1[0-2])")
LONGEST_KEY = 18  # digits


class BadQuestion(Exception):
    """A query string that cannot be read: which parameter, and what to write instead."""


@dataclass(frozen=True)
class Question:
    """A period, up to which day, as known when, narrowed to which part."""

    period: Period
    cutoff: date | None = None
    known_on: str = ""  # as written: a day, or a moment
    where: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ask(self) -> Ask:
        asked = Ask(self.period, self.until, known_moment(self.known_on))
        return asked.of_part(**self.where) if self.where else asked

    @property
    def until(self) -> date:
        return self.cutoff or self.period.last

    def params(self, **changes: Any) -> dict[str, str]:
        told: dict[str, Any] = {"period": self.period.code, "cutoff": self.cutoff}
        told |= {"known_on": self.known_on, **{k: written(v) for k, v in self.where.items()}}
        told |= changes
        return {name: str(text) for name, text in told.items() if text not in (None, "")}

    def query(self, **changes: Any) -> str:
        return "?" + urlencode(self.params(**changes), safe=":")

    def url(self, code: str, **changes: Any) -> str:
        return reverse("figure", args=[code]) + self.query(**changes)

    def exact(self) -> Question:
        """Return the question with everything said that was left to the defaults."""
        now = timezone.localtime().replace(tzinfo=None).isoformat()
        return replace(self, cutoff=self.until, known_on=self.known_on or now)

    def whole(self) -> Question:
        return replace(self, where={})

    def known_in_words(self) -> str:
        moment = known_moment(self.known_on)
        if moment is None:
            return "现在掌握的记录"
        if len(self.known_on) == 10:
            return f"{self.known_on} 当日掌握的记录"
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S} 掌握的记录"


def written(part: Any) -> str:
    return UNFILLED if part in (None, "") else str(part)


def read_question(
    params: Mapping[str, str], allowed: Mapping[str, Any] | None = None, official: Any = None
) -> Question:
    """Read a query string; `allowed` are the dimensions by which the figure may be narrowed.

    A part that is a record must be one that the official may see: its name is told.
    """
    text = params.get("period", "").strip()
    if params.get("year"):
        text = params["year"] + params.get("part", "")
    known_on = params.get("known_on", "").strip()
    known_moment(known_on)
    narrowed = [name for name in DIMENSIONS if params.get(name)]
    where = {name: part_of(name, params[name], allowed, official) for name in narrowed}
    period = period_of(text) if text else default_period()
    return Question(period, day_of("cutoff", "截止日", params.get("cutoff", "")), known_on, where)


def period_of(text: str) -> Period:
    if found := SO_FAR.fullmatch(text):
        year, first, last = (int(part) for part in found.groups())
        if first <= last:
            return Period.months(year, first, last)
    try:
        return Period.written(text)
    except ValueError as error:
        raise BadQuestion(f"period（时段）：{error}") from error


def day_of(name: str, label: str, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = date.min
    if not 2000 <= day.year < 2100:
        raise BadQuestion(f"{name}（{label}）：日期“{text}”无法识别，请写成 2023-03-31")
    return day


def known_moment(text: str) -> datetime | None:
    """Return the end of the day that is written, or the moment itself; None is now."""
    if not text:
        return None
    try:
        if len(text) == 10:
            moment = datetime.combine(date.fromisoformat(text), time.max)
        else:
            moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if not 2000 <= moment.year < 2100:
        raise BadQuestion(
            f"known_on（掌握日）：“{text}”无法识别，请写成 2023-04-03 或 2023-04-03T09:30:00"
        )
    return moment if moment.tzinfo else timezone.make_aware(moment)


def part_of(name: str, text: str, allowed: Mapping[str, Any] | None, official: Any) -> Any:
    """Return the part that is named; a part that the figure cannot be narrowed to is refused."""
    label = DIMENSIONS[name]
    if allowed is not None and name not in allowed:
        can = "、".join(f"{n}（{DIMENSIONS[n]}）" for n in allowed if n in DIMENSIONS)
        raise BadQuestion(f"{name}（{label}）：这个指标不能按{label}细分；可用：{can or '无'}")
    if text == UNFILLED:
        return "" if name in WORDS else None
    if name in WORDS:
        if text not in WORDS[name].values:
            known = "、".join(v for v in WORDS[name].values if v)
            raise BadQuestion(f"{name}（{label}）：没有“{text}”，可用：{known}")
        return text
    is_key = text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
    if is_key and official is not None:
        seen = LINKED[name].history.visible_to(official)
        if seen.filter(pk=int(text)).exists():
            return int(text)
    raise BadQuestion(f"{name}（{label}）：没有编号为“{text}”的{label}，请从指标页的细分表点入")


def part_names(name: str, parts: Any) -> dict[Any, str]:
    """Return what the parts of a dimension are called."""
    if name in WORDS:
        return {part: (WORDS[name](part).label if part else "未填") for part in parts}
    keys = [part for part in parts if part is not None]
    found = LINKED[name]._base_manager.in_bulk(keys)
    called = {key: getattr(one, "short_name", "") or str(one) for key, one in found.items()}
    return {None: "未填"} | called


def default_period() -> Period:
    """Return the latest quarter in which funds came, or projects moved, else the current one."""
    today = timezone.localdate()
    for rows in (Receipt.objects.all(), Milestone.objects.all()):
        last = rows.filter(counted_on__lte=today).aggregate(last=Max("counted_on"))["last"]
        if last:
            return Period.quarter(last.year, (last.month + 2) // 3)
    return Period.quarter(today.year, (today.month + 2) // 3)


def years() -> list[int]:
    """Return the years that may be asked about, the latest first."""
    today = timezone.localdate()
    first = Milestone.objects.aggregate(first=Min("counted_on"))["first"] or today
    return list(range(today.year, max(first.year, 2000) - 2, -1))

"""Closing a month, refusing what comes after, and setting the rules of counting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection

from wutong.foundation.operations import Refused, forget, once, operation
from wutong.foundation.periods import Period
from wutong.foundation.records import amend, enter
from wutong.metrics.access import can_close, can_set_rules
from wutong.metrics.models import Close, Rule

CLOSING = 7_270_002  # this lock's number on PostgreSQL


@operation("metrics.closed", allowed=can_close)
def close_month(month: Period, *, on: date, actor: Any, note: str = "") -> Close:
    """Close one month: from now on its facts are corrected in the first open month.

    `note` says why, where not everything was settled; it is kept on the trail.
    """
    if month != Period.containing(month.first):
        raise ValueError(f"{month} is not one month")
    if month.last >= on:
        raise Refused(f"{month}尚未结束，不能关账")
    hold_months(exclusively=True)
    if Close.objects.covering(month.first).exists():
        raise Refused(f"{month}已经关账")
    forget("closed_months")
    return Close.objects.create(month=month.first, closed_on=on, closed_by=actor)


def hold_months(*, exclusively: bool = False) -> None:
    """Keep months from being closed while facts are written, and the other way round.

    On PostgreSQL a lock for this transaction; SQLite's writers exclude each other anyway.
    """
    if connection.vendor == "postgresql":
        shared = "" if exclusively else "_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(%s)", [CLOSING])


def closed_months() -> frozenset[date]:
    """Return the first days of all closed months, held for the operation under way."""

    def load() -> frozenset[date]:
        if connection.in_atomic_block:
            hold_months()
        return frozenset(Close.objects.values_list("month", flat=True))

    return once("closed_months", load)


def require_open(day: date | None) -> None:
    """Refuse a fact that would change the figures of a closed month."""
    if day and day.replace(day=1) in closed_months():
        month = Period.containing(day)
        raise Refused(f"{month}已关账，不能再改；请在{Period.containing(first_open(day))}登记更正")


def first_open(day: date) -> date:
    """Return `day`, or the first day of the first open month after it if its month is closed."""
    closed = closed_months()
    month = day.replace(day=1)
    if month not in closed:
        return day
    while month in closed:
        month = (month + timedelta(days=32)).replace(day=1)
    return month


@operation("metrics.rule_set", allowed=can_set_rules)
def set_rule(
    rule: Rule | None, *, actor: Any, code: str, label: str, value: Any, since: date, source: str
) -> Rule:
    """Put a rule in force from `since`; the rule it follows ends the day before."""
    if not source.strip():
        raise Refused("请写明规则依据的文件与条款")
    if rule is not None:
        if since <= rule.since:
            raise Refused(f"新规则须晚于现行规则的施行日期 {rule.since:%Y-%m-%d}")
        amend(rule, {"until": since - timedelta(days=1)})
    return enter(Rule(code=code, label=label, value=value, since=since, source=source))

"""A reception's programme (接待方案) as a document: who comes, when and where, who receives."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime

from wutong.attract.outreach.models import Reception
from wutong.foundation.documents.composition import Composition, compose
from wutong.foundation.ui.wording import spoken

NUMERALS = "一二三四五六七八九十"
MISSING = "【待填：{}】"


def programme_of(reception: Reception, official: Any, signed_by: str) -> Composition:
    """Return the programme of a reception, with what nobody has filled in yet set apart."""
    parts = [
        ("来访情况", visit(reception)),
        ("来访企业", firms(reception, official)),
        ("日程安排", days(reception)),
        ("接待人员", hosts(reception)),
    ]
    text = "\n".join(
        line
        for number, (title, lines) in enumerate(parts)
        for line in (f"{NUMERALS[number]}、{title}", *lines)
    )
    on = reception.starts_on
    title = f"{reception.focus}客商来访接待方案" if reception.focus else "客商来访接待方案"
    dated = f"{on.year}年{on.month}月{on.day}日"
    return compose(title, text, signed_by=signed_by, dated=dated)


def visit(reception: Reception) -> list[str]:
    last = reception.last_day
    first = reception.starts_on
    when = f"{first.year}年{first.month}月{first.day}日"
    if last != first:
        when += f"至{last.month}月{last.day}日"
    lines = [f"来访时间：{when}。"]
    lines.append(f"来访人数：{reception.headcount or MISSING.format('来访人数')}人。")
    lines.append(f"考察领域：{reception.focus or MISSING.format('考察领域')}。")
    if reception.invited_by:
        lines.append(f"邀请方式：{reception.invited_by}。")
    if reception.lead_unit:
        lines.append(f"牵头单位：{reception.lead_unit}。")
    return lines


def firms(reception: Reception, official: Any) -> list[str]:
    visitors = reception.visitors.visible_to(official).select_related("firm")
    lines = []
    for number, visitor in enumerate(visitors.order_by("pk"), 1):
        told = [str(visitor.firm)]
        if visitor.category:
            told.append(visitor.category)
        if visitor.intended_amount:
            told.append(f"意向投资{spoken(visitor.intended_amount)}")
        lines.append(f"{number}.{'，'.join(told)}。")
    return lines or [MISSING.format("来访企业")]


def days(reception: Reception) -> list[str]:
    """Return the itinerary, a heading for each day and a line for each part of it."""
    lines, told = [], None
    for stop in reception.itinerary.order_by("starts_at", "pk"):
        at = localtime(stop.starts_at)
        if at.date() != told:
            told = at.date()
            lines.append(f"{at.month}月{at.day}日")
        said = "，".join(part for part in (stop.place, stop.content) if part)
        host = f"（{stop.host}）" if stop.host else ""
        lines.append(f"{at:%H:%M}　{said}{host}")
    return lines or [MISSING.format("接待行程")]


def hosts(reception: Reception) -> list[str]:
    lines = [
        "　".join(part for part in (str(host), host.post or str(host.get_rank_display())) if part)
        for host in reception.hosts.select_related("official").order_by("order", "pk")
    ]
    if not lines and (reception.host or reception.host_name):
        lines = [str(reception.host or reception.host_name)]
    return lines or [MISSING.format("接待人员")]

"""What to settle before a month is closed (关账清单): each item with how many, none of them hidden.

None of it keeps a month from being closed: what is not settled counts later, where it is settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from wutong.attract.funds.models import Receipt
from wutong.attract.funds.queries.returns import unit_months
from wutong.attract.funds.queries.standing import overruns, same_voucher, with_state
from wutong.foundation.periods import Period
from wutong.metrics.models import Close


@dataclass(frozen=True)
class Item:
    code: str
    label: str
    count: int
    what_then: str  # what becomes of it if the month is closed all the same
    names: tuple[str, ...] = ()


def checklist(month: Period, official: Any, today: date) -> list[Item]:
    """Return every item of a month's checklist, settled ones with a count of none."""
    counted = Receipt.objects.filter(counted_on__range=(month.first, month.last))
    states = with_state(counted.visible_to(official)).select_related("project")
    open_rows = list(states.filter(state__in=["waiting", "rejected"]))
    waiting = [r for r in open_rows if r.state == "waiting"]
    rejected = [r for r in open_rows if r.state == "rejected"]
    missing = [u for u in unit_months(month, official, today) if u.is_missing or u.state == "due"]
    unproven = [r for r in waiting if not r.voucher.strip()]
    verified = list(states.filter(state="verified"))
    over = [o.receipt for o in overruns([*verified, *waiting]) if not o.is_rechecked]
    twins = list(same_voucher(states.exclude(state="excluded")))
    later = "关账后再核验的，计入下一个未关账的月份"
    return [
        Item("waiting", "待核验的资金", len(waiting), later, names(waiting)),
        Item("rejected", "退回后未补正的资金", len(rejected), later, names(rejected)),
        Item(
            "missing",
            "未报月报的单位",
            len(missing),
            "关账后补报的，按迟报计入下一个未关账的月份",
            tuple(str(u.unit) for u in missing),
        ),
        Item("unproven", "没有凭证号的资金", len(unproven), "没有凭证不能核验", names(unproven)),
        Item(
            "overrun",
            "累计超过总投资、未经复核的资金",
            len(over),
            "待核验的须先复核；台账核入的请核对总投资",
            names(over),
        ),
        Item(
            "twins",
            "凭证号与金额相同的资金",
            len(twins),
            "请核对是否重复填报；重复的按规则剔除",
            names(twins),
        ),
        _earlier(month, official),
    ]


def _earlier(month: Period, official: Any) -> Item:
    earlier = Receipt.objects.visible_to(official).filter(Q(counted_on__lt=month.first))
    months = set(earlier.order_by().dates("counted_on", "month"))
    months -= set(Close.objects.values_list("month", flat=True))
    told = tuple(str(Period.containing(each)) for each in sorted(months))
    return Item("earlier", "更早的未关账月份", len(told), "请从早到晚依次关账", told)


def names(receipts: list[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.project.name for r in receipts))

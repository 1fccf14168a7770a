"""The monthly return (资金月报): handed in by the unit, and again when something was sent back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F

from wutong.attract.funds.access import can_submit
from wutong.attract.funds.models import MonthlyReturn, Rejection
from wutong.attract.funds.operations.judging import answer_rejection
from wutong.attract.funds.queries import placed_in
from wutong.foundation.operations import Refused, operation
from wutong.foundation.periods import Period
from wutong.foundation.records import amend, enter
from wutong.people.models import Unit


@operation("funds.return_submitted", allowed=can_submit)
def submit_return(
    unit: Unit, *, month: Period, on: date, actor: Any, is_nil: bool = False, answer: str = ""
) -> MonthlyReturn:
    """Say that the unit's receipts of a month are all there, or (`is_nil`) that there were none.

    A return handed in again answers what was sent back, which must have been mended before.
    """
    if on < month.first:
        raise Refused(f"{month}还没有开始，不能报送")
    placed = placed_in(month).filter(project__lead_unit=unit)
    number = placed.count()
    if is_nil and number:
        raise Refused(f"{month}已登记{number}笔到位资金，不能零报；填错的请先撤回")
    if not is_nil and not number:
        raise Refused(f"{month}没有登记到位资金；确实没有的，请勾选“确认本月没有到位资金”")
    given = MonthlyReturn.objects.filter(unit=unit, month=month.first).first()
    answered = _answer(placed, month, on, answer, actor)
    if given is None:
        made = MonthlyReturn(unit=unit, month=month.first, is_nil=is_nil)
        made.submitted_by, made.submitted_on = actor, on
        return enter(made)
    if given.is_nil == is_nil and not answered and not _added_since(placed, given):
        raise Refused(f"{month}月报已报送，之后没有变化，无需重报")
    return amend(given, {"is_nil": is_nil, "submitted_by": actor, "resubmitted_on": on})


def _answer(placed: Any, month: Period, on: date, answer: str, actor: Any) -> int:
    """Answer what stands rejected of these receipts; refuse what nobody has mended."""
    waiting = Rejection.objects.filter(receipt__in=placed, answered_on=None)
    unmended = waiting.filter(receipt__known_at__lte=F("known_at")).select_related("receipt")
    if unmended and not answer.strip():
        names = "、".join(dict.fromkeys(r.receipt.project.name for r in unmended))
        raise Refused(f"退回的资金还没有补正：{names}。请改正后再报；确认无误的请写明补正说明")
    found = list(waiting)
    for rejection in found:
        answer_rejection(rejection, note=answer or "已补正", on=on, actor=actor)
    return len(found)


def _added_since(placed: Any, given: MonthlyReturn) -> bool:
    return bool(placed.filter(known_at__gt=given.known_at).exists())

"""A unit's page of a month, saved in one go: receipts new and mended, vouchers, the return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wutong.attract.funds.access import can_submit
from wutong.attract.funds.models import MonthlyReturn, Receipt
from wutong.attract.funds.operations.converting import rate_of, times
from wutong.attract.funds.operations.receiving import amend_receipt, record_receipt
from wutong.attract.funds.operations.returning import submit_return
from wutong.attract.funds.operations.vouching import attach_voucher
from wutong.attract.projects.models import Evidence, Project
from wutong.foundation.operations import Refused, operation
from wutong.foundation.periods import Period
from wutong.people.models import Unit

CNY = Receipt.Currency.CNY


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line as typed: fixed and working capital in its own currency, and what proves it.

    With `receipt` it mends that one, which stood as at `known_at` when the clerk saw it.
    """

    project: Project
    placed_on: date
    fixed: Decimal = Decimal(0)
    working: Decimal = Decimal(0)
    currency: str = CNY
    voucher: str = ""
    evidence: Evidence | None = None
    receipt: Receipt | None = None
    known_at: datetime | None = None

    def facts(self) -> dict[str, Any]:
        """Return the receipt's facts: the amount as it came, its fixed part in yuan."""
        total = self.fixed + self.working
        kind = Receipt.Kind.MIXED
        if not self.working:
            kind = Receipt.Kind.FIXED
        elif not self.fixed:
            kind = Receipt.Kind.WORKING
        given = {"placed_on": self.placed_on, "kind": kind, "voucher": self.voucher}
        if self.currency == CNY:
            money = {"amount": total, "fixed_amount": self.fixed, "foreign_amount": None}
        else:
            rate = rate_of(self.currency, self.placed_on)
            money = {"foreign_amount": total, "fixed_amount": times(self.fixed, rate)}
        return {**given, **money, "currency": self.currency}


@operation("funds.return_filled", allowed=can_submit)
def fill_return(
    unit: Unit, *, month: Period, entries: Sequence[Entry], actor: Any
) -> MonthlyReturn | None:
    """Record and mend the month's receipts of a unit; all of them, or none when one is refused."""
    for entry in entries:
        if entry.project.lead_unit_id != unit.pk:
            raise Refused(f"“{entry.project}”不是{unit}的项目")
        if entry.placed_on not in month:
            raise Refused(f"“{entry.project}”：到位日期须在{month}内")
        try:
            _write(entry, actor)
        except Refused as refusal:
            raise Refused(f"“{entry.project}”：{refusal}") from refusal
    return MonthlyReturn.objects.filter(unit=unit, month=month.first).first()


def _write(entry: Entry, actor: Any) -> None:
    if entry.receipt is None:
        receipt = record_receipt(entry.project, actor=actor, **entry.facts())
    else:
        if entry.known_at is not None and entry.known_at != entry.receipt.known_at:
            raise Refused("您打开后，这笔资金已被他人修改，请刷新后核对再改")
        receipt = amend_receipt(entry.receipt, actor=actor, **entry.facts())
    if entry.evidence is not None:
        attach_voucher(receipt, evidence=entry.evidence, actor=actor)


@operation("funds.return_handed_in", allowed=can_submit)
def hand_in(
    unit: Unit,
    *,
    month: Period,
    entries: Sequence[Entry],
    on: date,
    actor: Any,
    is_nil: bool = False,
    answer: str = "",
) -> MonthlyReturn:
    """Fill the page and submit it together: when it cannot be submitted, nothing is saved."""
    fill_return(unit, month=month, entries=entries, actor=actor)
    return submit_return(unit, month=month, on=on, actor=actor, is_nil=is_nil, answer=answer)

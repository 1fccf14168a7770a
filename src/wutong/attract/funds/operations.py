"""Every way funds in place can change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wutong.attract.funds.access import can_record, can_take_from_ledger, can_verify, verifies
from wutong.attract.funds.models import Exclusion, Receipt, Verification
from wutong.attract.projects.models import Project
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import enter, retire
from wutong.metrics.operations import first_open, require_open


def in_open_month(receipt: Receipt) -> None:
    require_open(receipt.counted_on)


receipts = keep(Receipt, "funds.receipt", allowed=can_record, guard=in_open_month)


def record_receipt(
    project: Project, *, amount: Decimal, placed_on: date, actor: Any, **facts: Any
) -> Receipt:
    """Record money (元) paid into a project; late money counts in the first open month."""
    return receipts.record(
        project=project,
        amount=amount,
        placed_on=placed_on,
        counted_on=first_open(placed_on),
        recorded_by=actor,
        actor=actor,
        **facts,
    )


def correct_receipt(receipt: Receipt, *, to: Decimal, on: date, reason: str, actor: Any) -> Receipt:
    """Correct the amount (元) of a receipt whose month is closed.

    The receipt stays as it was published; the difference is a receipt of its own in the first
    open month, and says what it corrects.
    """
    so_far = receipt.amount + sum((c.amount for c in receipt.corrections.all()), Decimal(0))
    if to == so_far:
        raise Refused("更正后的金额与现有金额相同")
    return receipts.record(
        project=receipt.project,
        amount=to - so_far,
        placed_on=receipt.placed_on,
        counted_on=first_open(on),
        corrects=receipt,
        voucher=receipt.voucher,
        claimed_origin=receipt.claimed_origin,
        recorded_by=actor,
        note=reason,
        actor=actor,
    )


@operation("funds.verified", allowed=can_verify)
def verify_receipt(receipt: Receipt, *, on: date, actor: Any) -> Verification:
    """Vouch for a receipt, which from now on counts; so its month must still be open."""
    require_open(receipt.counted_on)
    if not receipt.voucher.strip():
        raise Refused("没有凭证号，不能核验；请先补登进账凭证")
    return _verify(receipt, Verification.Basis.VOUCHER, on, actor)


@operation("funds.verified_from_ledger", allowed=can_take_from_ledger)
def verify_from_ledger(receipt: Receipt, *, on: date, actor: Any) -> Verification:
    """Take a receipt as verified because the bureau's own monthly report carries it."""
    require_open(receipt.counted_on)
    return _verify(receipt, Verification.Basis.LEDGER, on, actor)


def _verify(receipt: Receipt, basis: str, on: date, actor: Any) -> Verification:
    fresh = basis == Verification.Basis.LEDGER
    verification = Verification(receipt=receipt, basis=basis, verified_on=on, verified_by=actor)
    return enter(verification, constraints=not fresh)


@operation("funds.verification_withdrawn", allowed=lambda a, v: verifies(a, v.receipt))
def withdraw_verification(verification: Verification, *, reason: str, actor: Any) -> Verification:
    require_open(verification.receipt.counted_on)
    return retire(verification)


@operation("funds.excluded", allowed=verifies)
def exclude_receipt(receipt: Receipt, *, rule: str, on: date, actor: Any) -> Exclusion:
    """Leave a receipt out of all figures by a named rule; a later month's in that month."""
    require_open(receipt.counted_on)
    if not rule.strip():
        raise Refused("请写明按哪条规则剔除")
    return enter(Exclusion(receipt=receipt, rule=rule, excluded_on=on, excluded_by=actor))

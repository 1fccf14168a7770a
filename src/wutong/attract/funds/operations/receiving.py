"""Receipts: recorded, amended while nothing published rests on them, corrected afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wutong.attract.funds.access import can_record, verifies
from wutong.attract.funds.models import Exclusion, Receipt, Verification
from wutong.attract.funds.operations.converting import converted
from wutong.attract.projects.models import Project
from wutong.foundation.keeping import keep, kept
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, retire
from wutong.metrics.operations import closed_months, first_open, require_open

# What a verifier has vouched for; when one of these changes, somebody must vouch anew.
VOUCHED = {
    "amount", "fixed_amount", "kind", "currency", "foreign_amount", "placed_on", "project",
    "voucher",
}  # fmt: skip
CNY = Receipt.Currency.CNY


def unless_published(receipt: Receipt) -> None:
    """Refuse to touch what the figures of a closed month rest on.

    Those are its verified receipts; what was not verified then never counted there.
    """
    if receipt.pk is not None and is_in_closed_month(receipt) and not is_verified(receipt):
        return
    require_open(receipt.counted_on)


def is_verified(receipt: Receipt) -> bool:
    return Verification.objects.filter(receipt=receipt).exists()


def is_in_closed_month(receipt: Receipt) -> bool:
    return receipt.counted_on.replace(day=1) in closed_months()


@operation("funds.receipt_amended", allowed=can_record)
def amend_receipt(
    receipt: Receipt, /, *, actor: Any, note: str | None = None, **facts: Any
) -> Receipt:
    """Amend a receipt; what somebody has verified of it has to be verified again.

    One that a closed month did not count moves to the first open month.
    """
    unless_published(receipt)
    facts = facts if note is None else {**facts, "note": note}
    counted_on = facts.get("counted_on", receipt.counted_on)
    if first_open(counted_on) != counted_on:
        facts["counted_on"] = first_open(counted_on)
    convert_again(receipt, facts)
    before = {name: getattr(receipt, name) for name in facts}
    amended = amend(receipt, facts)
    if not can_record(actor, amended):  # nothing may be moved out of one's own scope
        raise PermissionDenied("funds.receipt_amended")
    if any(name in VOUCHED and facts[name] != before[name] for name in facts):
        for verification in Verification.objects.filter(receipt=amended):
            void_verification(verification, reason="登记内容已修改，须重新核验", actor=actor)
    check_parts(amended)
    return amended


@operation("funds.verification_voided", allowed=can_record)
def void_verification(verification: Verification, *, reason: str, actor: Any) -> Verification:
    return retire(verification)


receipts = replace(
    keep(Receipt, "funds.receipt", allowed=can_record, guard=unless_published),
    amend=amend_receipt,
)
kept[Receipt] = receipts


def record_receipt(
    project: Project,
    *,
    placed_on: date,
    actor: Any,
    amount: Decimal | None = None,
    currency: str = CNY,
    foreign_amount: Decimal | None = None,
    **facts: Any,
) -> Receipt:
    """Record money paid into a project; late money counts in the first open month.

    `amount` is in yuan; of a foreign currency `foreign_amount` is given instead, and converted at
    the rate of the month in which it came.
    """
    with transaction.atomic():  # no month is closed between choosing it and writing
        amount, foreign_amount = converted(currency, foreign_amount, amount, placed_on)
        receipt = receipts.record(
            project=project,
            amount=amount,
            currency=currency,
            foreign_amount=foreign_amount,
            placed_on=placed_on,
            counted_on=first_open(placed_on),
            recorded_by=actor,
            actor=actor,
            **facts,
        )
        check_parts(receipt)
        return receipt


def check_parts(receipt: Receipt) -> None:
    """Refuse a fixed part that is more than the whole, or of another sign."""
    fixed = receipt.fixed_amount
    none = Decimal(0)
    if fixed is not None and not min(receipt.amount, none) <= fixed <= max(receipt.amount, none):
        raise Refused("其中固定资产不能多于本笔金额")


def convert_again(receipt: Receipt, facts: dict[str, Any]) -> None:
    """Put the yuan of a foreign amount into `facts` when what it follows from changes."""
    if not {"currency", "foreign_amount", "placed_on", "amount"} & set(facts):
        return
    currency = facts.get("currency", receipt.currency)
    foreign = facts.get("foreign_amount", receipt.foreign_amount)
    if currency != CNY and facts.get("amount", receipt.amount) != receipt.amount:
        raise Refused("外币资金的人民币金额按当月汇率折算；要改金额，请在月报页改外币金额")
    on = facts.get("placed_on", receipt.placed_on)
    amount, foreign = converted(currency, foreign, facts.get("amount", receipt.amount), on)
    facts |= {"amount": amount, "foreign_amount": foreign}


def correct_receipt(
    receipt: Receipt,
    *,
    to: Decimal,
    on: date,
    reason: str,
    actor: Any,
    fixed_to: Decimal | None = None,
) -> Receipt:
    """Correct the amount (元) of a receipt whose month is closed.

    The receipt stays as it was published; the difference is a receipt of its own in the first
    open month, and says what it corrects. `fixed_to` is what of it is fixed capital.
    """
    if receipt.corrects_id is not None:
        raise Refused("这一笔本身是更正，请更正原记录")
    with transaction.atomic():  # nobody corrects the same receipt at the same time
        Receipt.objects.select_for_update().get(pk=receipt.pk)
        excluded = Exclusion.objects.values("receipt")
        standing = list(Receipt.objects.filter(corrects=receipt).exclude(pk__in=excluded))
        difference = to - receipt.amount - sum((c.amount for c in standing), Decimal(0))
        if difference == 0:
            raise Refused("更正后的金额与现有金额相同")
        fixed = None
        if fixed_to is not None:
            so_far = sum((c.fixed_amount or Decimal(0) for c in standing), Decimal(0))
            fixed = fixed_to - (receipt.fixed_amount or Decimal(0)) - so_far
        return receipts.record(
            project=receipt.project,
            amount=difference,
            fixed_amount=fixed,
            kind=receipt.kind,
            placed_on=receipt.placed_on,
            counted_on=first_open(on),
            corrects=receipt,
            voucher=receipt.voucher,
            claimed_origin=receipt.claimed_origin,
            recorded_by=actor,
            note=reason,
            actor=actor,
        )


@operation("funds.receipt_carried", allowed=verifies)
def carry_receipt(receipt: Receipt, *, actor: Any) -> Receipt:
    """Let a receipt that its closed month did not count be counted in the first open month."""
    return amend(receipt, {"counted_on": first_open(receipt.counted_on)})

"""What the bureau finds of a receipt: verified, sent back, left out by a rule, checked again.

Each locks the receipt first, so that of two officials who judge the same receipt one wins and
the other is told; and refuses one that was changed after it was looked at.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType

from wutong.attract.funds.access import (
    can_record,
    can_take_from_ledger,
    can_verify,
    verifies,
)
from wutong.attract.funds.models import Exclusion, Receipt, Recheck, Rejection, Verification
from wutong.attract.funds.operations.receiving import (
    carry_receipt,
    is_in_closed_month,
    unless_published,
)
from wutong.attract.funds.queries import overrun_of
from wutong.attract.projects.models import Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.money import spoken
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, enter, retire
from wutong.metrics.defaults import EXCLUDING
from wutong.metrics.models import Rule
from wutong.metrics.operations import require_open


def locked(receipt: Receipt) -> Receipt:
    """Return the receipt as it stands, kept from others until this operation is over."""
    stored = Receipt.history.select_for_update().get(pk=receipt.pk)
    if stored.retired_at is not None:
        raise Refused("该笔资金已被撤回，请刷新后核对")
    if stored.known_at != receipt.known_at:
        raise Refused("您打开后，该笔资金已被他人修改，请刷新后核对再办")
    return stored


@operation("funds.verified", allowed=can_verify)
def verify_receipt(receipt: Receipt, *, on: date, actor: Any) -> Verification:
    """Vouch for a receipt, which from now on counts: in the first open month, if its is closed."""
    # One project's receipts are verified one after another, or two would go over together.
    Project.objects.select_for_update(no_key=True).filter(pk=receipt.project_id).first()
    now = locked(receipt)
    if Verification.objects.filter(receipt=now).exists():
        raise Refused("该笔资金已核验")
    if not now.voucher.strip():
        raise Refused("没有凭证号，不能核验；请先补登进账凭证")
    _refuse_judged(now)
    if last_amended_by(now) == actor.pk:
        raise Refused("这笔资金最后由您修改，须由他人核验")
    over = overrun_of(now)
    if over is not None and not over.is_rechecked:
        raise Refused(
            f"核验后累计到位{spoken(over.cumulative)}，超过限额{spoken(over.limit)}"
            "（总投资×允许比例），请先登记超额复核"
        )
    if is_in_closed_month(now):
        carry_receipt(now, actor=actor)
    receipt.counted_on, receipt.known_at = now.counted_on, now.known_at
    return _verify(now, Verification.Basis.VOUCHER, on, actor)


def last_amended_by(receipt: Receipt) -> int | None:
    """Return who last changed a receipt, as the trail has it; None when nobody did."""
    kind = ContentType.objects.get_for_model(Receipt)
    amended = Trail.objects.filter(kind=kind, key=receipt.pk, action="funds.receipt_amended")
    last = amended.exclude(changes={}).order_by("-pk").first()
    return None if last is None else last.actor_id


def _refuse_judged(receipt: Receipt) -> None:
    """Refuse a receipt that was left out, or sent back and not answered yet."""
    if Exclusion.objects.filter(receipt=receipt).exists():
        raise Refused("该笔资金已剔除；要重新核验，请先撤销剔除")
    if Rejection.objects.filter(receipt=receipt, answered_on=None).exists():
        raise Refused("该笔资金已退回，待单位补正后再核验")


@operation("funds.verified_from_ledger", allowed=can_take_from_ledger)
def verify_from_ledger(receipt: Receipt, *, on: date, actor: Any) -> Verification:
    """Take a receipt as verified because the bureau's own monthly report carries it."""
    if is_in_closed_month(receipt):
        carry_receipt(receipt, actor=actor)
    return _verify(receipt, Verification.Basis.LEDGER, on, actor)


def _verify(receipt: Receipt, basis: str, on: date, actor: Any) -> Verification:
    fresh = basis == Verification.Basis.LEDGER
    verification = Verification(receipt=receipt, basis=basis, verified_on=on, verified_by=actor)
    return enter(verification, constraints=not fresh)


@operation("funds.verification_withdrawn", allowed=lambda a, v: verifies(a, v.receipt))
def withdraw_verification(verification: Verification, *, reason: str, actor: Any) -> Verification:
    require_open(verification.receipt.counted_on)
    return retire(verification)


@operation("funds.rejected", allowed=verifies)
def reject_receipt(receipt: Receipt, *, reason: str, on: date, actor: Any) -> Rejection:
    """Send a receipt back to its unit, saying what is to be mended."""
    now = locked(receipt)
    if not reason.strip():
        raise Refused("请写明退回原因")
    if Verification.objects.filter(receipt=now).exists():
        raise Refused("该笔资金已核验，不能退回；有误请先撤回核验")
    _refuse_judged(now)
    return enter(Rejection(receipt=now, reason=reason, rejected_by=actor, rejected_on=on))


@operation("funds.rejection_answered", allowed=can_record)
def answer_rejection(rejection: Rejection, *, note: str, on: date, actor: Any) -> Rejection:
    """Hand a receipt in again, saying what was mended."""
    if rejection.answered_on is not None:
        raise Refused("该笔资金已重新报送，无需重复操作")
    if not note.strip():
        raise Refused("请写明补正了什么")
    facts = {"answer": note, "answered_by": actor, "answered_on": on}
    return amend(rejection, facts)


@operation("funds.excluded", allowed=verifies)
def exclude_receipt(receipt: Receipt, *, rule: Rule, on: date, actor: Any) -> Exclusion:
    """Leave a receipt out of all figures by a rule in force on the day on which it counts."""
    now = locked(receipt)
    unless_published(now)
    if not rule.code.startswith(EXCLUDING):
        raise Refused(f"“{rule.label}”不是剔除规则")
    day = now.counted_on
    if rule.since > day or (rule.until is not None and rule.until < day):
        raise Refused(f"“{rule.label}”在 {day:%Y-%m-%d} 没有施行，不能据以剔除")
    words = f"{rule.label}（{rule.source}）"[:200]
    made = Exclusion(receipt=now, rule=words, by_rule=rule, excluded_by=actor, excluded_on=on)
    return enter(made)


@operation("funds.exclusion_withdrawn", allowed=lambda a, e: verifies(a, e.receipt))
def withdraw_exclusion(exclusion: Exclusion, *, reason: str, actor: Any) -> Exclusion:
    """Take an exclusion back; a receipt that was verified counts again, so its month is open."""
    unless_published(exclusion.receipt)
    return retire(exclusion)


@operation("funds.rechecked", allowed=can_verify)
def recheck_receipt(receipt: Receipt, *, reason: str, on: date, actor: Any) -> Recheck:
    """Say why a receipt may count that takes its project over total investment × tolerance."""
    now = locked(receipt)
    if not reason.strip():
        raise Refused("请写明复核理由")
    over = overrun_of(now)
    if over is None:
        raise Refused("累计到位没有超过总投资的允许比例，无需复核")
    made = Recheck(receipt=now, cumulative=over.cumulative, limit=over.limit, reason=reason)
    made.rechecked_by, made.rechecked_on = actor, on
    return enter(made)

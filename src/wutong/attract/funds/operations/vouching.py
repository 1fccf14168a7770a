"""Vouchers (进账凭证): a project's evidence attached to the receipt that it proves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wutong.attract.funds.access import can_record
from wutong.attract.funds.models import Receipt, Verification, Voucher
from wutong.attract.funds.operations.receiving import amend_receipt
from wutong.attract.projects.models import Evidence, EvidenceKind
from wutong.foundation.money import spoken
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import enter, retire


@operation("funds.voucher_attached", allowed=can_record)
def attach_voucher(receipt: Receipt, *, evidence: Evidence, actor: Any) -> Voucher:
    """Attach a slip, report or invoice of the project; one may prove several receipts.

    Together those may not come to more than it says. A receipt without a number takes its.
    """
    if evidence.project_id != receipt.project_id:
        raise Refused("这份材料属于别的项目，不能作为本笔资金的凭证")
    if not EvidenceKind.objects.filter(code=evidence.kind, is_voucher=True).exists():
        raise Refused("这类材料不是付款凭证，请选银行进账单、验资报告或发票")
    Evidence.objects.select_for_update().get(pk=evidence.pk)  # two may not use it up together
    others = Receipt.objects.filter(
        pk__in=Voucher.objects.filter(evidence=evidence).values("receipt")
    )
    used = sum((r.amount for r in others.exclude(pk=receipt.pk)), Decimal(0))
    if evidence.amount is None and used:
        raise Refused("这份凭证没有填金额，已用于另一笔资金；请先补填凭证金额")
    if evidence.amount is not None and used + receipt.amount > evidence.amount:
        rest = max(evidence.amount - used, Decimal(0))
        raise Refused(f"这份凭证只有{spoken(evidence.amount)}，还可用{spoken(rest)}，不够本笔资金")
    made = enter(Voucher(receipt=receipt, evidence=evidence, attached_by=actor))
    if not receipt.voucher.strip() and evidence.number:
        amend_receipt(receipt, voucher=evidence.number, actor=actor)
    return made


@operation("funds.voucher_detached", allowed=can_record)
def detach_voucher(voucher: Voucher, *, reason: str, actor: Any) -> Voucher:
    """Take a voucher off a receipt that nobody has vouched for yet."""
    if Verification.objects.filter(receipt=voucher.receipt_id).exists():
        raise Refused("该笔资金已核验，凭证不能撤下；有误请先撤回核验")
    return retire(voucher)

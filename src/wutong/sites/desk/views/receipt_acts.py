"""What can be done with a receipt: verified, sent back, left out, checked again, corrected."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.funds.access import can_verify, verifies
from wutong.attract.funds.models import Exclusion, Receipt, Rejection
from wutong.attract.funds.operations import (
    answer_rejection,
    attach_voucher,
    correct_receipt,
    exclude_receipt,
    receipts,
    recheck_receipt,
    reject_receipt,
    verify_receipt,
    withdraw_exclusion,
    withdraw_verification,
)
from wutong.attract.funds.queries import overrun_of
from wutong.attract.projects.models import Evidence
from wutong.foundation.operations import Refused
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.funds import (
    AnswerForm,
    ExcludingForm,
    ReceiptCorrectionForm,
    SeenDayForm,
    VoucherForm,
)
from wutong.sites.desk.views.acting import Act, is_first, month_closed

Given = dict[str, Any]
CHANGED = "您打开后，该笔资金已被他人修改，请刷新后核对再办"


def own_receipt(receipt: Any, official: Any) -> str:
    if not can_verify(official, receipt):
        return "本人登记的资金，须由他人核验"
    if not receipt.voucher.strip():
        return "没有凭证号，请先补登进账凭证"
    over = overrun_of(receipt)
    return "累计超过总投资的允许比例，请先登记超额复核" if over and not over.is_rechecked else ""


def not_ones_own(receipt: Any, official: Any) -> str:
    return "" if can_verify(official, receipt) else "本人登记的资金，须由他人复核"


def verify(receipt: Receipt, given: Given, actor: Any) -> Any:
    if given["known_at"] and given["known_at"] != receipt.known_at.isoformat():
        raise Refused(CHANGED)
    return verify_receipt(receipt, on=given["on"], actor=actor)


def exclude(receipt: Receipt, given: Given, actor: Any) -> Any:
    return exclude_receipt(receipt, rule=given["rule"], on=timezone.localdate(), actor=actor)


def reject(receipt: Receipt, given: Given, actor: Any) -> Any:
    today = timezone.localdate()
    return reject_receipt(receipt, reason=given["reason"], on=today, actor=actor)


def answer(receipt: Receipt, given: Given, actor: Any) -> Any:
    rejection = Rejection.objects.get(receipt=receipt, answered_on=None)
    today = timezone.localdate()
    return answer_rejection(rejection, note=given["answer"], on=today, actor=actor)


def recheck(receipt: Receipt, given: Given, actor: Any) -> Any:
    today = timezone.localdate()
    return recheck_receipt(receipt, reason=given["reason"], on=today, actor=actor)


def include_again(receipt: Receipt, given: Given, actor: Any) -> Any:
    exclusion = Exclusion.objects.get(receipt=receipt)
    return withdraw_exclusion(exclusion, reason=given["reason"], actor=actor)


def attach(receipt: Receipt, given: Given, actor: Any) -> Any:
    papers = Evidence.objects.filter(project=receipt.project_id, number=given["number"].strip())
    paper = papers.first()
    if paper is None:
        raise Refused(f"项目没有编号为“{given['number']}”的佐证材料，请先在项目页登记")
    return attach_voucher(receipt, evidence=paper, actor=actor)


def is_waiting(receipt: Any) -> bool:
    return bool(receipt.state == "waiting")


def may_change(receipt: Any) -> bool:
    """Return whether no closed month rests on it."""
    return receipt.verified_on is None or not month_closed(receipt)


RECEIPT_ACTS: tuple[Act, ...] = (
    Act(
        "verification",
        "核验",
        "rosette-discount-check",
        SeenDayForm,
        verify,
        verifies,
        is_waiting,
        "已核验，计入到位资金。",
        own_receipt,
    ),
    Act(
        "recheck",
        "超额复核",
        "scale",
        ReasonForm,
        recheck,
        verifies,
        lambda r: is_waiting(r) and (over := overrun_of(r)) is not None and not over.is_rechecked,
        "已登记超额复核，可以核验。",
        not_ones_own,
    ),
    Act(
        "rejection",
        "退回",
        "arrow-back",
        ReasonForm,
        reject,
        verifies,
        is_waiting,
        "已退回，待单位补正。",
    ),
    Act(
        "answer",
        "重新报送",
        "send",
        AnswerForm,
        answer,
        receipts.allowed,
        lambda r: r.state == "rejected",
        "已重新报送，待核验。",
    ),
    Act(
        "exclusion",
        "剔除",
        "filter-off",
        ExcludingForm,
        exclude,
        verifies,
        lambda r: r.state != "excluded" and may_change(r),
        "已剔除，不再计入到位资金。",
    ),
    Act(
        "exclusion-withdrawal",
        "撤销剔除",
        "filter-plus",
        ReasonForm,
        include_again,
        verifies,
        lambda r: r.state == "excluded" and may_change(r),
        "已撤销剔除。",
    ),
    Act(
        "verification-withdrawal",
        "撤回核验",
        "arrow-back-up",
        ReasonForm,
        lambda r, d, actor: withdraw_verification(
            r.verifications.get(), reason=d["reason"], actor=actor
        ),
        verifies,
        lambda r: r.state == "verified" and not month_closed(r),
        "已撤回核验，该笔资金待重新核验。",
    ),
    Act(
        "voucher",
        "附凭证材料",
        "paperclip",
        VoucherForm,
        attach,
        receipts.allowed,
        lambda r: r.state in {"waiting", "rejected"},
        "已附上凭证材料。",
    ),
    Act(
        "correction",
        "登记更正",
        "edit",
        ReceiptCorrectionForm,
        lambda r, d, actor: correct_receipt(r, on=timezone.localdate(), actor=actor, **d),
        receipts.allowed,
        lambda r: is_first(r) and r.verified_on is not None,
        "已登记更正，差额计入未关账的月份。",
    ),
)

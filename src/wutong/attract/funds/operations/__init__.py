"""Every way funds in place can change."""

from wutong.attract.funds.operations.converting import exchange_rates
from wutong.attract.funds.operations.filling import Entry, fill_return, hand_in
from wutong.attract.funds.operations.judging import (
    answer_rejection,
    exclude_receipt,
    recheck_receipt,
    reject_receipt,
    verify_from_ledger,
    verify_receipt,
    withdraw_exclusion,
    withdraw_verification,
)
from wutong.attract.funds.operations.receiving import (
    amend_receipt,
    correct_receipt,
    receipts,
    record_receipt,
)
from wutong.attract.funds.operations.returning import submit_return
from wutong.attract.funds.operations.vouching import attach_voucher, detach_voucher

__all__ = [
    "Entry",
    "amend_receipt",
    "answer_rejection",
    "attach_voucher",
    "correct_receipt",
    "detach_voucher",
    "exchange_rates",
    "exclude_receipt",
    "fill_return",
    "hand_in",
    "receipts",
    "recheck_receipt",
    "record_receipt",
    "reject_receipt",
    "submit_return",
    "verify_from_ledger",
    "verify_receipt",
    "withdraw_exclusion",
    "withdraw_verification",
]

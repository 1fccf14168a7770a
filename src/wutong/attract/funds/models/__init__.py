"""Funds in place (到位资金): receipts, what the bureau finds of them, and the monthly round."""

from wutong.attract.funds.models.judgements import (
    Exclusion,
    Recheck,
    Rejection,
    Verification,
    standing_receipts,
)
from wutong.attract.funds.models.receipts import Receipt
from wutong.attract.funds.models.returns import ExchangeRate, MonthlyReturn
from wutong.attract.funds.models.vouchers import Voucher

__all__ = [
    "ExchangeRate",
    "Exclusion",
    "MonthlyReturn",
    "Receipt",
    "Recheck",
    "Rejection",
    "Verification",
    "Voucher",
    "standing_receipts",
]

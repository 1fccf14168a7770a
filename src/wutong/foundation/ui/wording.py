"""How figures and dates are written on a page; also the template filters of the same names."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from wutong.foundation import money

NOTHING = "—"


def number(value: Any) -> str:
    """Return `12345.50` as `12,345.5`: two decimals at most, no zeros that say nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    written = money.plain(money.rounded(Decimal(str(value))))
    whole, point, decimals = written.partition(".")
    return f"{int(whole):,}{point}{decimals}" if not whole.startswith("-0") else written


def wan(yuan: Decimal | None) -> str:
    return NOTHING if yuan is None else number(money.in_wan(yuan))


def yi(yuan: Decimal | None) -> str:
    return NOTHING if yuan is None else number(money.in_yi(yuan))


def yuan(amount: Decimal | None) -> str:
    """Return the amount to the fen, as a ledger writes it: `1,234.50`."""
    return NOTHING if amount is None else f"{money.to_yuan(amount):,}"


def spoken(amount: Decimal | None) -> str:
    return NOTHING if amount is None else money.spoken(amount)


def day(value: datetime.date | datetime.datetime | None) -> str:
    """Return `2023-03-02`; a moment is told as the day it was here."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime.datetime):
        value = localtime(value) if value.tzinfo else value
    return f"{value:%Y-%m-%d}"


def moment(value: datetime.datetime | None) -> str:
    if value is None or value == "":
        return NOTHING
    return f"{localtime(value) if value.tzinfo else value:%Y-%m-%d %H:%M}"

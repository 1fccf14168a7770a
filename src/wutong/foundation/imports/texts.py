"""Text of ledger cells: the one form in which names are compared and printed."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

Value = str | int | float | bool | date | datetime | time | timedelta
"""What a filled cell holds; a formula error is its text (`#REF!`), an empty cell is None."""

ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!")
)

# Excel keeps 15 digits; what a double shows beyond them is the noise of a formula.
DIGITS = 15
SHORT = 100  # characters of a text that is worth remembering


def fold(text: str) -> str:
    """Return `text` in NFKC without white space, its round brackets full-width.

    Everything else stays: 有限公司 and 有限责任公司 are two names.
    """
    return _known(text) if len(text) <= SHORT else _folded(text)


def _folded(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.replace("(", "（").replace(")", "）")


_known = lru_cache(maxsize=50_000)(_folded)  # names and words come up again and again


def exact(number: int | float) -> Decimal:
    """Return the number that was typed: the shortest decimal, of at most 15 digits if a float.

    Raises ValueError for infinity and NaN.
    """
    if isinstance(number, int):
        return Decimal(number)
    shortest = Decimal(repr(number))
    if not shortest.is_finite():
        raise ValueError("不是有限的数")
    if len(shortest.as_tuple().digits) > DIGITS:
        shortest = Decimal(f"{number:.{DIGITS}g}")
    return shortest


def printed(value: Value | None) -> str:
    """Return what a person reads in the cell, folded; "" for an empty one.

    Numbers appear without exponent or needless zeros, days as 2023-01-15.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _plain(exact(value)) if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%dT%H:%M}"
    return value.isoformat() if isinstance(value, (date, time)) else fold(str(value))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


def numeral(text: str) -> int | None:
    """Return the number that 二十九 or 29 says, up to 99."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.get(text)
    high = _NUMERALS.get(tens, 1 if not tens else None)
    low = _NUMERALS.get(ones, 0 if not ones else None)
    return None if high is None or low is None else high * 10 + low

"""Amounts and counts of ledger cells, exactly as written: never through a float's noise."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from typing import Final

from wutong.foundation.imports.texts import ERRORS, Value, exact, fold

YUAN: Final = Decimal(1)
UNITS: Final = {
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
    "千万元": Decimal(10_000_000),
    "百万元": Decimal(1_000_000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "千元": Decimal(1_000),
    "元": YUAN,
}
FEN: Final = Decimal("0.01")
LARGEST: Final = Decimal(10) ** 15  # yuan; whole fen still fit eight bytes

WORDS = "|".join(UNITS)
NUMERIC = r"(?P<number>[+-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+))"
SAFE = "亿元|千万元|百万元|万元|千元"  # no place or thing begins or ends with these
AMOUNT = re.compile(rf"约?¥?约?{NUMERIC}(?P<unit>{WORDS})?", re.ASCII)
# Groups of three, or of four as 万 groups them; "1,2亿元" may have meant a decimal point.
GROUPED = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d+)?")
NAMED = (
    re.compile(rf"单位:?(?:人民币)?({SAFE})"),
    re.compile(rf"单位:?(?:人民币)?({WORDS})(?=$|[、,;/）%])"),
    re.compile(rf"[（\[【](?:单位:?|人民币)*({WORDS})(?=[）\]】、,;/])"),
    re.compile(rf"(?:^|[:/、,])({WORDS})$"),
    re.compile(rf"(?<![\d.])({SAFE})$"),
)


def unit_of(text: str) -> Decimal | None:
    """Return the yuan in one unit that a header or caption names, or None.

    Understands 签约金额（亿元）, 单位：万元 and a bare 万元; （个） and 500万元以上 name none.
    """
    folded = fold(text)
    for pattern in NAMED:
        found = pattern.search(folded)
        if found:
            return UNITS[found[1]]
    return None


def read_amount(value: Value | Decimal | None, unit: Decimal | None) -> Decimal:
    """Return the amount in yuan, to the fen; `unit` is the yuan in one unit of the column.

    A unit written in the cell wins over `unit`. Raises ValueError, with the reason for the
    person who filled the cell, for what is no number, has no unit, or divides a fen.
    """
    number, own = _parse(value, "金额")
    chosen = own if own is not None else unit
    if chosen is None:
        raise ValueError(f"金额“{_shown(value)}”没有单位，请在表头或单元格中写明元、万元或亿元")
    with localcontext() as context:
        context.prec = 60
        yuan = number * chosen
        if abs(yuan) >= LARGEST:
            raise ValueError(f"金额“{_shown(value)}”过大，请检查数字和单位")
        fen = yuan.quantize(FEN)
    if fen != yuan:
        raise ValueError(f"金额“{_shown(value)}”不足一分的部分无法入账，请四舍五入到分")
    return fen


def read_count(value: Value | Decimal | None) -> Decimal:
    """Return a plain number: a count of projects, a score, a rank.

    Raises ValueError for what is no number, and for an amount of money.
    """
    number, own = _parse(value, "数值")
    if own is not None:
        raise ValueError(f"数值“{_shown(value)}”带有金额单位，请只填数字")
    return number


def _parse(value: Value | Decimal | None, what: str) -> tuple[Decimal, Decimal | None]:
    if isinstance(value, Decimal) and value.is_finite():
        return value, None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return exact(value), None
        except ValueError:
            raise ValueError(f"{what}“{value}”无法识别，请填数字") from None
    text = fold(value).replace("\u2212", "-") if isinstance(value, str) else ""
    if value is None or (isinstance(value, str) and not text):
        raise ValueError(f"没有填{what}")
    if text.upper() in ERRORS:
        raise ValueError(f"{what}是公式错误“{text}”，请改正公式或直接填数字")
    found = AMOUNT.fullmatch(text)
    if not found or ("," in found["number"] and not GROUPED.fullmatch(found["number"])):
        raise ValueError(f"{what}“{_shown(value)}”无法识别，请填数字")
    number = Decimal(found["number"].replace(",", ""))
    return number, UNITS[found["unit"]] if found["unit"] else None


def _shown(value: object) -> str:
    text = str(value).strip()
    return text if len(text) <= 30 else f"{text[:30]}…"

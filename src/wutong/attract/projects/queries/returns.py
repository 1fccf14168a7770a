"""What an investment returns: net present value, internal rate, payback, with the arithmetic shown.

Year 0 is the start of construction; what happens in a year is discounted at its end. Amounts are
yuan, rates are per cent. Decimals throughout: what is printed can be done again by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise

from wutong.foundation.money import FEN, rounded

DIGITS = 120  # enough for thirty years at any rate that `irr` looks at
LOWEST = Decimal("-99")  # per cent; below it nothing comes back that would be worth a rate
ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Flow:
    """What one year costs and brings (元)."""

    year: int
    investment: Decimal = ZERO
    revenue: Decimal = ZERO
    cost: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.revenue - self.cost - self.investment


@dataclass(frozen=True)
class Line:
    """A year of the sheet, worked out (元)."""

    flow: Flow
    cumulative: Decimal
    factor: Decimal
    present: Decimal
    present_cumulative: Decimal

    @property
    def shown_factor(self) -> str:
        return f"{rounded(self.factor, 6)}"


@dataclass(frozen=True)
class Payback:
    """When the money is back: `years` from the start of construction, None when it never is."""

    years: Decimal | None
    working: str


@dataclass(frozen=True)
class Rate:
    """The internal rate of return in per cent, or why there is none."""

    percent: Decimal | None
    working: str


@dataclass(frozen=True)
class Returns:
    """The whole sheet: its lines, and what they come to."""

    percent: Decimal
    lines: list[Line]
    npv: Decimal
    irr: Rate
    payback: Payback
    dynamic_payback: Payback
    investment: Decimal


def factor(percent: Decimal, year: int) -> Decimal:
    """Return 1 ÷ (1 + rate)^year, to 120 digits."""
    with localcontext(prec=DIGITS):
        return 1 / (1 + percent / HUNDRED) ** year


def npv(nets: Sequence[Decimal], percent: Decimal) -> Decimal:
    """Return what the years' net flows are worth at the start, unrounded."""
    with localcontext(prec=DIGITS):
        return worth(nets, 1 / (1 + percent / HUNDRED))


def worth(nets: Sequence[Decimal], by: Decimal) -> Decimal:
    """Return net₀ + net₁·by + net₂·by² …, the last year first (Horner)."""
    total = ZERO
    for net in reversed(nets):
        total = total * by + net
    return total


def changes_of_sign(nets: Iterable[Decimal]) -> int:
    signs = [net > 0 for net in nets if net]
    return sum(one != other for one, other in pairwise(signs))


def irr(nets: Sequence[Decimal]) -> Rate:
    """Return the rate at which the net present value is nothing.

    By bisection in x = 1 ÷ (1 + rate): flows that turn once from spending to earning have
    exactly one (Descartes). Others have none, or none that would mean anything.
    """
    changes = changes_of_sign(nets)
    first = next((net for net in nets if net), ZERO)
    if not changes:
        return Rate(None, "净现金流没有由负转正，内部收益率不存在。")
    if changes > 1:
        words = (
            f"净现金流正负变化 {changes} 次，可能有多个内部收益率，不取任何一个；请以净现值为准。"
        )
        return Rate(None, words)
    if first > 0:
        return Rate(None, "净现金流先正后负，不是投资型现金流，内部收益率没有意义。")
    with localcontext(prec=DIGITS):
        low, high = ZERO, Decimal(1)
        ceiling = 1 / (1 + LOWEST / HUNDRED)
        while worth(nets, high) < 0:
            low, high = high, high * 2
            if low >= ceiling:
                return Rate(None, f"投资几乎收不回来，内部收益率低于 {LOWEST}%。")
        while True:
            middle = (low + high) / 2
            if middle in (low, high):
                break
            if worth(nets, middle) < 0:
                low = middle
            else:
                high = middle
        percent = (1 / high - 1) * HUNDRED
    return Rate(percent, bracketed(nets, percent))


def bracketed(nets: Sequence[Decimal], percent: Decimal) -> str:
    """Return the proof of a rate: just below it the value is positive, just above negative."""
    near = rounded(percent)
    below, above = (near - FEN, near) if near > percent else (near, near + FEN)
    told = [f"折现率 {rate}% 时净现值 {yuan(npv(nets, rate))} 元" for rate in (below, above)]
    return f"{told[0]}，{told[1]}；二分逼近，净现值为零处为 {near}%。"


def payback(nets: Sequence[Decimal], kind: str = "净现金流") -> Payback:
    """Return when what has come in covers what has gone out, and stays so.

    Within the year by the share of its flow that is needed: (year − 1) + owed ÷ the year's flow.
    """
    sums = list(accumulate(nets))
    if not any(net < 0 for net in nets):
        return Payback(None, "没有投入，无需回收。")
    if sums[-1] < 0:
        left = yuan(-sums[-1])
        return Payback(None, f"计算期 {len(nets) - 1} 年内收不回投资，期末尚差 {left} 元。")
    owing = [at for at, total in enumerate(sums) if total < 0]
    if not owing:
        return Payback(ZERO, f"累计{kind}始终不为负，无需垫付。")
    year = owing[-1] + 1
    owed, comes = -sums[year - 1], nets[year]
    with localcontext(prec=DIGITS):
        years = year - 1 + owed / comes
    return Payback(
        years,
        f"累计{kind}到第 {year} 年不再为负：（{year} − 1）＋ {yuan(owed)} ÷ {yuan(comes)} "
        f"＝ {rounded(years)} 年（自建设起点算起）。",
    )


def work_out(flows: Sequence[Flow], percent: Decimal) -> Returns | None:
    """Return the sheet worked out year by year; None without a year.

    Each year's present value is rounded to the fen, and these add up to the net present value.
    """
    if not flows:
        return None
    nets = [flow.net for flow in flows]
    factors = [factor(percent, flow.year) for flow in flows]
    with localcontext(prec=DIGITS):
        presents = [rounded(net * by) for net, by in zip(nets, factors, strict=True)]
    sums, worths = list(accumulate(nets)), list(accumulate(presents))
    lines = [
        Line(flow, total, by, present, value)
        for flow, total, by, present, value in zip(
            flows, sums, factors, presents, worths, strict=True
        )
    ]
    return Returns(
        percent=percent,
        lines=lines,
        npv=worths[-1],
        irr=irr(nets),
        payback=payback(nets),
        dynamic_payback=payback(presents, "净现值"),
        investment=sum((flow.investment for flow in flows), ZERO),
    )


def working(line: Line, percent: Decimal) -> str:
    """Return how one year was worked out, as one would write it by hand."""
    flow = line.flow
    net = f"{yuan(flow.revenue)} − {yuan(flow.cost)} − {yuan(flow.investment)} ＝ {yuan(flow.net)}"
    by = f"1 ÷（1＋{percent}%）^{flow.year} ＝ {rounded(line.factor, 10)}"
    present = f"{yuan(flow.net)} × {rounded(line.factor, 10)} ＝ {yuan(line.present)}"
    return f"净现金流 {net}；折现系数 {by}；现值 {present}"


def yuan(amount: Decimal) -> str:
    return f"{rounded(amount):,}"

"""The return sheet: exact, shown, and honest about what it cannot say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.attract.projects.queries.returns import (
    Flow,
    changes_of_sign,
    irr,
    npv,
    payback,
    work_out,
    working,
)

FEN = Decimal("0.01")
amount = st.integers(1, 10**14).map(lambda fen: Decimal(fen).scaleb(-2))
spending = st.lists(amount.map(lambda a: -a), min_size=1, max_size=4)
earning = st.lists(amount, min_size=1, max_size=12)
rates = st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2))
conventional = st.tuples(spending, earning).map(lambda pair: [*pair[0], *pair[1]])
any_net = st.integers(-(10**12), 10**12).map(lambda fen: Decimal(fen).scaleb(-2))


def nets(*yuan: int) -> list[Decimal]:
    return [Decimal(each) for each in yuan]


@given(conventional)
def test_at_the_internal_rate_the_present_value_is_nothing_to_the_fen(
    flows: list[Decimal],
) -> None:
    found = irr(flows)
    if found.percent is not None:
        assert abs(npv(flows, found.percent)) < FEN
    else:
        assert npv(flows, Decimal("-98.99")) < 0


@given(conventional, rates, rates)
def test_a_higher_rate_never_makes_it_worth_more(
    flows: list[Decimal], one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    if changes_of_sign(flows) == 1 and len([f for f in flows if f < 0]) == 1:
        assert npv(flows, high) <= npv(flows, low)


@given(conventional, rates, rates)
def test_a_higher_rate_never_pays_back_sooner(
    flows: list[Decimal], one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    sheet = [Flow(at, revenue=net) for at, net in enumerate(flows)]
    early, late = work_out(sheet, low), work_out(sheet, high)
    assert early is not None
    assert late is not None
    first, second = early.dynamic_payback.years, late.dynamic_payback.years
    if second is not None and all(abs(line.present) > 1 for line in late.lines):
        assert first is not None
        assert first <= second + Decimal("0.02")  # present values are rounded to the fen


@given(conventional, amount)
def test_more_revenue_never_pays_back_later(flows: list[Decimal], more: Decimal) -> None:
    better = [*flows[:-1], flows[-1] + more]
    before, after = payback(flows).years, payback(better).years
    if before is not None:
        assert after is not None
        assert after <= before


@given(st.lists(any_net, min_size=1, max_size=20), rates)
def test_the_lines_add_up_to_the_value(flows: list[Decimal], rate: Decimal) -> None:
    answer = work_out([Flow(at, revenue=net) for at, net in enumerate(flows)], rate)
    assert answer is not None
    assert sum(line.present for line in answer.lines) == answer.npv
    assert answer.lines[-1].present_cumulative == answer.npv
    assert abs(answer.npv - npv(flows, rate)) <= FEN / 2 * len(flows)


def test_a_sheet_done_by_hand() -> None:
    flows = [
        Flow(0, investment=Decimal(1000)),
        *(Flow(y, revenue=Decimal(700), cost=Decimal(300)) for y in (1, 2, 3)),
    ]
    answer = work_out(flows, Decimal(10))

    assert answer is not None
    assert answer.npv == Decimal("-5.25")  # −1000 + 363.64 + 330.58 + 300.53, each to the fen
    assert answer.irr.percent is not None
    assert round(answer.irr.percent, 2) == Decimal("9.70")
    assert answer.payback.years == Decimal("2.5")
    assert answer.payback.working == (
        "累计净现金流到第 3 年不再为负：（3 − 1）＋ 200.00 ÷ 400.00 ＝ 2.50 年（自建设起点算起）。"
    )
    assert answer.dynamic_payback.working == "计算期 3 年内收不回投资，期末尚差 5.25 元。"
    assert working(answer.lines[2], Decimal(10)) == (
        "净现金流 700.00 − 300.00 − 0.00 ＝ 400.00；折现系数 1 ÷（1＋10%）^2 ＝ 0.8264462810；"
        "现值 400.00 × 0.8264462810 ＝ 330.58"
    )


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        (nets(-100, -50), "没有由负转正"),
        (nets(0, 0), "没有由负转正"),
        (nets(100, 50), "没有由负转正"),
        (nets(-100, 230, -132), "正负变化 2 次，可能有多个内部收益率"),
        (nets(100, -50, -80), "不是投资型现金流"),
        ([Decimal(-1_000_000), Decimal("0.01")], "低于 -99%"),
    ],
)
def test_there_is_not_always_a_rate(flows: list[Decimal], words: str) -> None:
    found = irr(flows)
    assert found.percent is None
    assert words in found.working


def test_the_proof_of_a_rate_brackets_it() -> None:
    found = irr(nets(-1000, 400, 400, 400))
    assert found.working == (
        "折现率 9.70% 时净现值 0.02 元，折现率 9.71% 时净现值 -0.16 元；"
        "二分逼近，净现值为零处为 9.70%。"
    )


def test_money_that_has_to_be_put_in_again_is_not_back_yet() -> None:
    found = payback(nets(-100, 120, -60, 80))
    assert found.years == Decimal("2.5")
    assert payback(nets(0, 10)).working == "没有投入，无需回收。"

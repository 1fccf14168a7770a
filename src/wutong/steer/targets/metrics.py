"""What targets let the county measure: what is aimed at, and how far it has come."""

from __future__ import annotations

from django.db.models import Sum

from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Growth, Metric, Ratio
from wutong.metrics.registry import metric, register
from wutong.people.models import CountyRecords
from wutong.steer.targets.models import Target

Indicator = Target.Indicator
MONEY = (
    Column("责任单位", "unit"),
    Column("月份", "month", "date"),
    Column("目标金额", "amount", "money"),
)
COUNT = (
    Column("责任单位", "unit"),
    Column("月份", "month", "date"),
    Column("目标数", "count", "count"),
)


def of_months(ask: Ask, indicator: str, period: Period) -> CountyRecords[Target]:
    return Target.history.known(ask.known_at).filter(
        indicator=indicator, month__range=(period.first, period.last)
    )


def year_of(ask: Ask) -> Period:
    return Period.months(ask.period.first.year, 1, 12)


def of_period(ask: Ask) -> Period:
    return ask.period


def target(code: str, label: str, words: str, source: str, indicator: str, when: object) -> Metric:
    money = indicator != Indicator.PROJECTS_REGISTERED
    return register(
        Metric(
            code=code,
            label=label,
            unit="元" if money else "项",
            definition=words,
            source=source,
            rows=lambda ask: of_months(ask, indicator, when(ask)),  # type: ignore[operator]
            adds_up=Sum("amount" if money else "count"),
            dimensions={"unit": "unit_id"},
            dated="month" if when is of_period else "",
            columns=MONEY if money else COUNT,
            related=("unit",),
        )
    )


def next_month(ask: Ask) -> Period:
    return ask.period.next_month()


next_month_funds = target(
    "funds_target_next_month", "下月到位资金目标",
    "各单位下月省外到位资金目标之和（不取合计行；各月为当月数）",
    "季度工作报告 B38", Indicator.FUNDS_IN_PLACE, next_month,
)  # fmt: skip
target(
    "projects_target_next_month", "下月新签约入库项目目标", "各单位下月新签约入库项目目标之和",
    "季度工作报告 B45", Indicator.PROJECTS_REGISTERED, next_month,
)  # fmt: skip
period_funds = target(
    "funds_target", "期内到位资金目标", "各单位期内各月省外到位资金目标之和",
    "通行口径", Indicator.FUNDS_IN_PLACE, of_period,
)  # fmt: skip
year_funds = target(
    "funds_target_year", "全年到位资金目标", "各单位全年各月省外到位资金目标之和",
    "通行口径", Indicator.FUNDS_IN_PLACE, year_of,
)  # fmt: skip
target(
    "projects_target", "期内新签约入库项目目标", "各单位期内新签约入库项目目标之和",
    "通行口径", Indicator.PROJECTS_REGISTERED, of_period,
)  # fmt: skip
target(
    "contracted_target_year", "全年签约额目标", "各单位全年签约额目标之和",
    "通行口径", Indicator.CONTRACTED_AMOUNT, year_of,
)  # fmt: skip


def tie_to_funds() -> None:
    """Register what compares targets with the funds in place, once that figure is known."""
    funds = metric("funds_in_place")
    register(
        Growth(
            code="funds_target_growth",
            label="下月到位资金目标同比增长",
            definition="（下月目标 − 上年同月省外到位资金）÷ 上年同月省外到位资金",
            source="季度工作报告 B39",
            of=next_month_funds,
            over=lambda ask: funds.value(ask.over(ask.period.next_month().year_before())),
        )
    )
    for code, label, whole, words in (
        ("completion_year", "全年目标完成率", year_funds, "期内省外到位资金 ÷ 全年目标"),
        ("completion_period", "期内目标完成率", period_funds, "期内省外到位资金 ÷ 期内目标"),
    ):
        register(
            Ratio(
                code=code, label=label, definition=words, source="通行口径：完成率",
                part=funds, whole=whole,
            )
        )  # fmt: skip


tie_to_funds()

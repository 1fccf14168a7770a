"""Words and numbers that the question and the rules of counting answer by themselves."""

from __future__ import annotations

from decimal import Decimal

from wutong.foundation.money import in_yi, plain
from wutong.foundation.periods import QUARTERS
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Said
from wutong.metrics.registry import register

NUMERALS = "〇一二三四五六七八九"


def spelt(number: int) -> str:
    """Return a number up to 99 as documents spell it: 29 is 二十九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def period_name(ask: Ask) -> str:
    """Return how the report calls its period: 一季度, 3月份, 全年."""
    first, last = ask.period.first.month, ask.period.last.month
    if first == last:
        return f"{first}月份"
    if (first, last) == (1, 12):
        return "全年"
    return f"{QUARTERS[first // 3]}季度" if last == first + 2 else f"{first}—{last}月"


def says(code: str, label: str, what: str, source: str, value: object, unit: str = "名称") -> None:
    register(Said(code=code, label=label, definition=what, source=source, says=value, unit=unit))  # type: ignore[arg-type]


says("period_name", "报告期", "报告所说的时段", "报告期设置", period_name)
says(
    "report_year", "报告年度", "报告期所在的年度", "报告期设置",
    lambda ask: str(ask.period.first.year), "年",
)  # fmt: skip
says(
    "award_year", "表彰年度", "报告期上一年度（口径规则“表彰年度”）", "口径规则 award_years_back",
    lambda ask: str(ask.period.first.year - int(ask.rule("award_years_back"))), "年",
)  # fmt: skip
says(
    "next_month", "下月", "报告期后的第一个月", "季度工作报告 B37",
    lambda ask: Decimal(ask.period.next_month().first.month), "月",
)  # fmt: skip
says(
    "fair_edition", "节会届次", "当年兰洽会届次", "口径规则 fair",
    lambda ask: f"第{spelt(int(ask.rule('fair')['ordinal']))}届",
)  # fmt: skip
says(
    "trips_quota", "每季外出不少于", "每个产业链招商专班每季度外出招商次数下限", "口径规则 trips_quota",
    lambda ask: Decimal(ask.rule("trips_quota")), "次",
)  # fmt: skip
says(
    "packaging_quota", "谋划包装不少于", "每个产业链招商专班谋划包装项目数下限", "口径规则 packaging_quota",
    lambda ask: Decimal(ask.rule("packaging_quota")), "个",
)  # fmt: skip
says(
    "county_listed_amount", "县列项目投资额下限", "县列重大项目的投资额下限（亿元）", "口径规则 county_listed_amount",
    lambda ask: plain(in_yi(Decimal(ask.rule("county_listed_amount")))), "亿元",
)  # fmt: skip

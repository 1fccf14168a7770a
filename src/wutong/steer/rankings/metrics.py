"""What commendations let the county measure."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords
from wutong.steer.rankings.models import Commendation

COLUMNS = (
    Column("年度", "year", "count"),
    Column("对象", "get_kind_display"),
    Column("姓名", "person"),
    Column("单位", "unit"),
    Column("奖项", "award"),
    Column("奖励金额", "amount", "money"),
    Column("发放日期", "paid_on", "date"),
)


def commended(ask: Ask) -> CountyRecords[Commendation]:
    year = ask.period.first.year - int(ask.rule("award_years_back"))
    return Commendation.history.known(ask.known_at).filter(year=year)


def persons(ask: Ask) -> CountyRecords[Any]:
    """Return commended persons, told apart by name and unit."""
    unit = Coalesce(Cast(F("unit_id"), CharField()), Value(""))
    whose = Concat(F("person"), Value("|"), unit, output_field=CharField())
    return commended(ask).filter(kind=Commendation.Kind.PERSON).annotate(whose=whose)


def of_commended(code: str, label: str, unit: str, words: str, slot: str, **more: object) -> None:
    register(
        Metric(
            code=code,
            label=label,
            unit=unit,
            definition=words,
            source=f"季度工作报告 {slot}；口径规则 award_years_back",
            columns=COLUMNS,
            related=("unit",),
            **more,  # type: ignore[arg-type]
        )
    )


of_commended(
    "units_commended", "表彰部门", "个", "上年度受表彰的单位，同一单位（别名归并）只计一次，是否发放都计", "B31",
    rows=lambda ask: commended(ask).filter(kind=Commendation.Kind.UNIT), distinct="unit",
)  # fmt: skip
of_commended(
    "persons_commended", "表彰个人", "名", "上年度受表彰的个人，姓名加单位相同的只计一次，是否发放都计", "B32",
    rows=persons, distinct="whose",
)  # fmt: skip
of_commended(
    "awards_paid", "奖励资金", "元", "上年度表彰奖励中，截止日前已发放的金额之和", "B33",
    rows=lambda ask: commended(ask).filter(paid_on__lte=ask.cutoff), adds_up=Sum("amount"),
)  # fmt: skip

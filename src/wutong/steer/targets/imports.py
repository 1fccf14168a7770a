"""The breakdown of targets (目标任务分解): by unit, indicator and month, whichever way it lies."""

from __future__ import annotations

from decimal import Decimal

from wutong.foundation.imports.amounts import read_amount, read_count
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.imports import check_unit, unit_of
from wutong.steer.targets.models import Target
from wutong.steer.targets.operations import targets

register_words(
    "indicator",
    [
        ("funds_in_place", ("到位资金", "到资")),
        ("projects_registered", ("入库项目", "签约项目", "项目个数", "项目数")),
        ("contracted_amount", ("签约额", "签约金额", "签约资金")),
    ],
)


def check_targets(draft: Draft, book: Book) -> None:
    indicator = draft.text("indicator")
    if indicator not in Target.Indicator.values:
        told = f"{indicator}|{draft.context['banner']}|{draft.context['sheet']}|{draft.context['title']}"
        indicator = book.words.meaning("indicator", told) or ""
    draft.values["indicator"] = indicator
    month = draft.day("month")
    draft.key = f"{fold(draft.text('unit'))}|{indicator}|{month or ''}"
    if not indicator:
        draft.say("unknown_indicator", HOLD, "看不出是哪项指标，请填写指标", "indicator")
    if month is None and not draft.is_held:
        draft.say("unreadable_date", HOLD, "看不出是哪个月，请填月份", "month")
    if check_unit(draft, book) is None and not draft.text("unit"):
        draft.say("unknown_unit", HOLD, "没有责任单位，请补填", "unit")
    if draft.is_held:
        return
    try:
        _read_value(draft, indicator)
    except ValueError as reason:
        draft.say("unreadable_amount", HOLD, str(reason), "value")


def _read_value(draft: Draft, indicator: str) -> None:
    """Read the month's value: a count of projects, or money in the row's or column's unit."""
    text = draft.written("value")
    if indicator == "projects_registered":
        draft.values["count"] = str(read_count(text))
        return
    unit = draft.context["units"].get("value")
    own = draft.written("unit_of_measure")
    draft.values["amount"] = str(read_amount(f"{text}{own}" if own else text, Decimal(unit) if unit else None))


def write_targets(draft: Draft, book: Book, writer: Writer) -> None:
    amount, count = draft.get("amount"), draft.get("count")
    facts = {
        "unit": unit_of(draft, book),
        "indicator": draft.text("indicator"),
        "month": draft.day("month"),
        "amount": Decimal(amount) if amount is not None else None,
        "count": Decimal(count) if count is not None else None,
    }
    writer.put("target", targets, facts)


register(
    LedgerKind(
        code="targets",
        label="目标任务",
        order=63,
        hints=("任务分解", "目标任务", "任务下达", "分解表"),
        fields=(
            Field("unit", "责任单位", "name", ("责任单位", "单位", "单位名称", "承担单位", "任务单位"), needed=True),
            Field("indicator", "指标", "name", ("指标", "指标名称", "任务指标", "考核指标", "目标类别")),
            Field("unit_of_measure", "计量单位", "name", ("计量单位", "单位（量）", "量纲")),
            Field("year", "年度", "year", ("年度", "年份")),
            Field("month", "月份", "month", ("月份",)),
            Field("value", "当月目标", "count", ("当月目标", "目标值", "目标", "月度目标"), needed=True, crosstab=True),
        ),
        asks=(("unit",), ("value",)),
        check=check_targets,
        write=write_targets,
        totals_by=("indicator", "unit_of_measure"),
    )
)  # fmt: skip

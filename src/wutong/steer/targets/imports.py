"""The breakdown of targets (目标任务分解): by unit, indicator and month, whichever way it lies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wutong.foundation.imports.amounts import read_amount, read_count
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import UNITS, Field, LedgerKind, register, register_words, said
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.operations import Refused
from wutong.people.imports import check_unit, unit_of
from wutong.steer.targets.models import Target
from wutong.steer.targets.operations import targets

register_words(
    "indicator",
    [
        (
            "funds_in_place",
            ("到位资金", "到资", "资金到位", "到账资金", "到位省外资金", "引资到位"),
        ),
        (
            "projects_registered",
            (
                "入库项目",
                "签约项目",
                "项目个数",
                "项目数",
                "新签约入库",
                "签约入库",
                "新签项目",
                "入库数",
            ),
        ),
        ("contracted_amount", ("签约额", "签约金额", "签约资金", "合同额", "合同金额", "协议金额")),
    ],
)


def check_targets(draft: Draft, book: Book) -> None:
    indicator = draft.text("indicator")
    if indicator not in Target.Indicator.values:
        around = (draft.context["banner"], draft.context["sheet"], draft.context["title"])
        means = (book.words.meaning("indicator", told) for told in (indicator, *around) if told)
        indicator = next((meaning for meaning in means if meaning), "")
    draft.values["indicator"] = indicator
    month = draft.day("month")
    known = check_unit(draft, book)
    draft.key = f"{known.name if known else fold(draft.text('unit'))}|{indicator}|{month or ''}"
    if not indicator:
        draft.say("unknown_indicator", HOLD, "看不出是哪项指标，请填写指标", "indicator")
    if month is None and not draft.is_held:
        draft.say("unreadable_date", HOLD, "看不出是哪个月，请填月份", "month")
    if known is None and not draft.text("unit"):
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
    draft.values["amount"] = str(
        read_amount(f"{text}{own}" if own else text, Decimal(unit) if unit else None)
    )


def taken(book: Book) -> set[tuple[int, str, date]]:
    """Return what has a target: unit, indicator and month."""
    return book.shelf(
        "taken", lambda: set(Target.objects.values_list("unit", "indicator", "month"))
    )


def write_targets(draft: Draft, book: Book, writer: Writer) -> None:
    amount, count = draft.get("amount"), draft.get("count")
    facts: dict[str, Any] = {
        "unit": unit_of(draft, book),
        "indicator": draft.text("indicator"),
        "month": draft.day("month"),
        "amount": Decimal(amount) if amount is not None else None,
        "count": Decimal(count) if count is not None else None,
    }
    what = (facts["unit"].pk, facts["indicator"], facts["month"])
    if "target" not in writer.before and what in taken(book):
        raise Refused("同一单位、指标、月份的目标在另一行已有，请保留一行")
    writer.put("target", targets, facts)
    taken(book).add(what)


register(
    LedgerKind(
        code="targets",
        label="目标任务",
        order=63,
        hints=("任务分解", "目标任务", "任务下达", "分解表", "年度任务", "任务", "年度目标", "目标责任"),
        fields=(
            Field("unit", "责任单位", "name", ("责任单位", *said("责任 承担 任务 牵头 考核 目标 招商 承办 任务承担", "单位 部门"), "单位", "单位名称", "乡镇（部门）", "乡镇、部门", "部门", "责任乡镇（部门）", "责任主体", "单位（部门）"), needed=True, looks=UNITS),
            Field("indicator", "指标", "name", (*said("任务 考核 目标 招商 工作", "指标 类别 内容 项目 指标名称 名称"), "指标", "指标名称", "指标类别", "项目", "任务", "目标"), looks=r"到位资金|入库|签约"),
            Field("unit_of_measure", "计量单位", "name", ("计量单位", "单位（量）", "量纲", "指标单位", "计量", "单位"), looks=r"^(?:亿元|万元|元|个|项|家|%|千元)$"),
            Field("year", "年度", "year", ("年度", "年份")),
            Field("month", "月份", "month", ("月份", "月度", "月", "时间", "任务月份", "目标月份", "所属月份"), group=True),
            Field("value", "当月目标", "count", ("当月目标", *said("当月 目标 月度 任务 计划 指标 分月 本月 下达 月", "目标 值 数 任务 任务数 目标值 目标数 任务值 计划 数值"), "目标", "任务", "数值"), needed=True, crosstab=True),
        ),
        asks=(("unit",), ("value",)),
        check=check_targets,
        write=write_targets,
        totals_by=("indicator", "unit_of_measure", "month"),
    )
)  # fmt: skip

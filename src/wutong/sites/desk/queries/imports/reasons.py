"""Why rows are held (待核实原因): each code in an official's words, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wutong.foundation.imports.models import Problem, Row


@dataclass(frozen=True)
class Reason:
    """`label` for a heading, `means` what the program saw, `todo` what settles it."""

    label: str
    means: str
    todo: str


TYPE_IT = "打开该行，按原始凭证或合同填写正确的数，再点“更正并导入”。"
FILL_IT = "打开该行补填，或退回填报单位补全后重新导入该表。"
REASONS = {
    "unreadable_amount": Reason("金额无法识别", "金额栏是文字或空白。", TYPE_IT),
    "no_amount": Reason("没有填金额", "到位资金一栏是空白。", FILL_IT),
    "formula_error": Reason("公式错误", "单元格是 #REF! 一类的公式错误，读不出数。", TYPE_IT),
    "negative_amount": Reason(
        "金额为负",
        "到位资金是负数，备注没有写“冲减”或“更正”。",
        "确属冲减的，在备注中补写“冲减”说明；写错的，改正金额。",
    ),
    "unreadable_date": Reason(
        "日期无法识别", "日期栏读不出年月日。", "填写成 2023-02-15 这样的日期。"
    ),
    "wrong_year_text_date": Reason(
        "年份不对", "日期的年份不在台账所说的年份内，多半是笔误。", "核对原件，填写正确的日期。"
    ),
    "no_date": Reason("没有填日期", "必需的日期是空白。", FILL_IT),
    "no_name": Reason("没有填名称", "名称是空白，无法入库。", FILL_IT),
    "incomplete": Reason("填写不全", "必填的内容有空白。", FILL_IT),
    "unknown_unit": Reason(
        "单位不在名册",
        "单位的全称、简称、曾用名都对不上名册。",
        "改成名册里的单位；确是新单位的，先补登名册，该行会自动重新核对。",
    ),
    "receipt_of_unknown_project": Reason(
        "项目台账没有该项目",
        "到位资金所填项目在项目台账中找不到。",
        "名称写错的在此改正；漏登的先导入项目台账，该行会自动重新核对。",
    ),
    "duplicate_project": Reason(
        "疑似重复项目",
        "项目名称、投资方与已有项目相同。",
        "对照两边的内容，选择“同一项目”或“不同项目”。",
    ),
    "receipt_of_held_project": Reason(
        "所属项目待核实", "项目本身还没有核实，它的到位资金先等着。", "先处理该项目，此行自动导入。"
    ),
    "duplicate_receipt": Reason(
        "填报在重复项目名下",
        "所属项目疑似重复，资金暂不计入。",
        "先判定项目是否重复：不同项目的自动导入，同一项目的不计入。",
    ),
    "unknown_batch": Reason(
        "活动批次找不到", "所填批次号在活动台账中没有。", "改正批次号，或先导入活动台账。"
    ),
    "unreadable_batch": Reason(
        "批次号无法识别", "读不出是哪一批活动。", "填写成 2023-03 这样的批次号。"
    ),
    "unreadable_value": Reason("内容无法识别", "单元格的内容与该栏不符。", "核对后重新填写。"),
    "unreadable_period": Reason(
        "期次无法识别", "读不出年度、季度或月份。", "填写成 2023年一季度。"
    ),
    "unreadable_edition": Reason("届次无法识别", "读不出是第几届。", "填写成 第二十九届。"),
    "unknown_indicator": Reason(
        "指标不认识", "目标任务的指标名称不在词表中。", "改正，或到“同义词”里添加这种写法。"
    ),
    "unknown_milestone": Reason(
        "节点类型不认识", "看不出是签约、动工还是投产。", "填写 签约、动工 或 投产。"
    ),
    "refused": Reason("写入时被拒绝", "内容读得出，但与系统中的规定不符。", "按提示改正后再导入。"),
}
WAITS = ("receipt_of_held_project", "duplicate_receipt")
UNTOLD = Reason("其他原因", "见每一行的说明。", "打开该行查看说明后处理。")


def reason_of(code: str) -> Reason:
    return REASONS.get(code, UNTOLD)


def holding() -> Q:
    """Return which problems are why their row is open."""
    held = Q(row__state=Row.State.HELD, level=Problem.Level.HOLD)
    return held | Q(row__state=Row.State.WAITING, code__in=WAITS)


def reasons_of(rows: QuerySet[Row]) -> list[tuple[str, Reason, int]]:
    """Return code, reason and number of rows, the most frequent first."""
    found = Problem.objects.filter(holding(), row__in=rows.order_by()).order_by()
    counts = found.values_list("code").annotate(Count("row", distinct=True))
    return [(code, reason_of(code), n) for code, n in sorted(counts, key=lambda c: (-c[1], c[0]))]


def narrowed(rows: QuerySet[Row], code: str) -> QuerySet[Row]:
    """Return the open rows that are open for this reason."""
    if not code:
        return rows
    problems = Problem.objects.filter(holding(), code=code, row__isnull=False)
    return rows.filter(pk__in=problems.order_by().values("row"))


def main_code(row: Row) -> str:
    """Return the first reason why a row is open; its `problems` should be prefetched."""
    held = [p.code for p in row.problems.all() if p.level == Problem.Level.HOLD]
    waits: Iterable[str] = (p.code for p in row.problems.all() if p.code in WAITS)
    return next(iter([*held, *waits]), "")

"""The monthly report of funds in place (到位资金月报): each row, or each month of it, a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from wutong.attract.agreements.imports.shelf import Entry, find_entry
from wutong.attract.firms.models import Origin
from wutong.attract.funds.models import Receipt, Verification
from wutong.attract.funds.operations import correct_receipt, receipts, verify_from_ledger
from wutong.attract.projects.models import Project
from wutong.foundation.imports.book import HOLD, NOT_COUNTED, NOTE, REPORT, Book, Draft, Found
from wutong.foundation.imports.kinds import (
    FIRMS,
    PROJECTS,
    UNITS,
    Field,
    Late,
    LedgerKind,
    register,
    register_words,
    said,
)
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.money import in_wan, plain
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.operations import closed_months, first_open
from wutong.people.imports import check_unit

register_words("no_voucher", [("none", ("=—", "=-", "=－", "=——", "=无", "=待补", "=/", "=暂无"))])
register_words("correction", [("correction", ("冲减", "更正"))])


def check_receipts(draft: Draft, book: Book) -> None:
    amount, month = draft.money("amount"), draft.day("month")
    if month is None and not draft.is_held:
        draft.say("unreadable_date", HOLD, "看不出是哪个月，请填月份", "month")
    unit = check_unit(draft, book)
    unit_known = unit is not None or not draft.text("unit")
    unit_name = unit.name if unit else fold(draft.text("unit"))
    name = fold(draft.text("code")) or f"{fold(draft.text('name'))}|{unit_name}"
    draft.key = f"{month:%Y-%m}|{name}" if month else name
    draft.values["voucher_given"] = _voucher(draft, book)
    entry, _ = find_entry(draft, book)
    _add_up(draft, book, entry)
    if amount is None:
        if not draft.is_held:
            draft.say("no_amount", HOLD, "没有填到位资金，请补填或删去此行", "amount")
        return
    if amount < 0:
        _check_negative(draft, book)
    if entry is None:
        words = (
            f"项目台账中没有“{draft.text('name') or draft.text('code')}”，请先补登项目或改正名称"
        )
        draft.say("receipt_of_unknown_project", HOLD, words, "name")
    elif unit_known and not draft.is_held:
        _check_counting(draft, book, entry)


def _voucher(draft: Draft, book: Book) -> bool:
    text = draft.text("voucher")
    return bool(text) and not book.words.says("no_voucher", "none", text)


def _check_negative(draft: Draft, book: Book) -> None:
    if book.words.says("correction", "correction", draft.text("note")):
        draft.say(
            "legal_negative_correction", NOTE, "负数有冲减（更正）说明，按负数计入当月", "amount"
        )
    else:
        words = f"金额{draft.written('amount')}为负，备注没有“冲减”或“更正”，请改正金额或补写说明"
        draft.say("negative_amount", HOLD, words, "amount")


def _check_counting(draft: Draft, book: Book, entry: Entry) -> None:
    """Name every reason why a receipt will not count, or not as money from outside."""
    if entry.state == "held":
        draft.waits = True
        draft.say(
            "receipt_of_held_project", NOT_COUNTED, "所属项目待核实，项目核实后自动计入", "amount"
        )
        return
    if entry.state == "duplicate":
        draft.waits = True
        draft.say("duplicate_receipt", NOT_COUNTED, "填报在重复项目名下，不计入", "amount")
        return
    month = draft.day("month")
    last = Period.containing(month).last if month else date.max
    if not draft.get("voucher_given"):
        draft.say(
            "receipt_without_voucher",
            NOT_COUNTED,
            "没有进账凭证，不计入；补凭证后再导入即可",
            "voucher",
        )
    if entry.registered_on is None or entry.registered_on > last:
        draft.say(
            "receipts_without_entry_date", NOT_COUNTED, "当月底项目尚未入库，不计入", "amount"
        )
    if entry.origin and entry.origin not in (Origin.OUTSIDE, Origin.ABROAD):
        label = Origin(entry.origin).label
        draft.say(
            "not_outside_province", NOT_COUNTED, f"投资方为{label}，不计入省外到位资金", "amount"
        )
    claimed = book.words.meaning("origin_claim", draft.text("claimed_origin"))
    if claimed and entry.origin and claimed != entry.origin:
        words = (
            f"填报来源“{draft.written('claimed_origin')}”与项目台账的投资方所在地"
            f"（{Origin(entry.origin).label}）不符，以项目台账为准"
        )
        draft.say("origin_conflict", REPORT, words, "claimed_origin")


@dataclass(slots=True)
class _Running:
    """What one file says a project received in a year: by month, and as running totals."""

    months: dict[int, Decimal] = field(default_factory=dict)
    typed: list[tuple[Decimal, int, Late]] = field(default_factory=list)


def _add_up(draft: Draft, book: Book, entry: Entry | None) -> None:
    """Add a receipt to its project's months in this file, and note a typed running total."""
    month, written = draft.day("month"), draft.money("cumulative")
    if month is None:
        return
    name = fold(draft.text("code")) or f"{fold(draft.text('name'))}|{entry.unit if entry else ''}"
    shelf: dict[Any, _Running] = book.shelf("received", dict)
    running = shelf.setdefault((draft.context["ledger"], month.year, name), _Running())
    amount = draft.money("amount") or Decimal(0)
    running.months[month.month] = running.months.get(month.month, Decimal(0)) + amount
    crossed = "cumulative" in draft.context.get("crossed", ())
    if written is None or (draft.context.get("month") and not crossed and not _is_last(draft)):
        return  # of a crosstab's months only the last can be the one that a total runs to
    cell, text = draft.cell("cumulative"), draft.written("cumulative")
    found = Found("cumulative_mismatch", REPORT, cell, text, "cumulative")
    late = Late(draft.sheet_id, draft.number, draft.part, found)
    running.typed.append((written, month.month, late))


def _is_last(draft: Draft) -> bool:
    return bool(draft.context.get("is_last"))


def compare_running(book: Book) -> Iterator[Late]:
    """Yield the typed running totals that differ from the months so far, in their file and year.

    Months may stand in any order: the sheet of March before that of February.
    """
    shelf: dict[Any, _Running] = book.shelf("received", dict)
    for running in shelf.values():
        for written, last, late in running.typed:
            added = sum((v for m, v in running.months.items() if m <= last), Decimal(0))
            if written != added:
                late.found.message = f"累计写为{late.found.message}，各月之和为{plain(in_wan(added))}万元，以各月为准"
                yield late


def write_receipts(draft: Draft, book: Book, writer: Writer) -> None:
    entry, _ = find_entry(draft, book)
    project = _project(entry, book)
    month = draft.day("month")
    if project is None or month is None:
        raise Refused("所属项目没有写入，请先改正项目台账中的该项目")
    amount = draft.money("amount")
    earlier = writer.before.get("receipt")
    facts = {
        "project": project,
        "placed_on": month,
        "amount": amount,
        "fixed_amount": draft.money("fixed_amount"),
        "claimed_origin": draft.text("claimed_origin")[:40],
        "voucher": draft.text("voucher")[:100] if draft.get("voucher_given") else "",
        "note": draft.text("note")[:200],
    }
    if not amount:
        return
    if isinstance(earlier, Receipt):
        receipt = _amended(earlier, facts, book, writer)
    else:
        facts |= {"counted_on": first_open(month), "recorded_by": book.actor}
        receipt = writer.put("receipt", receipts, facts)
    verification = writer.keep("verification")
    if verification is not None and not Verification.objects.filter(pk=verification.pk).exists():
        verification = None  # what it vouched for has just been amended
    if draft.get("voucher_given") and verification is None:
        vouched = verify_from_ledger(receipt, on=timezone.localdate(), actor=book.actor)
        writer.note("verification", vouched, False)


def _amended(earlier: Receipt, facts: dict[str, Any], book: Book, writer: Writer) -> Receipt:
    """Amend a receipt, or where its month is closed, post the difference in the open month."""
    is_closed = earlier.counted_on.replace(day=1) in closed_months()
    if not is_closed or not Verification.objects.filter(receipt=earlier).exists():
        return writer.put("receipt", receipts, facts)
    writer.keep("receipt")
    so_far = earlier.amount + sum((c.amount for c in earlier.corrections.all()), Decimal(0))
    if facts["amount"] != so_far:
        month = f"{earlier.counted_on:%Y-%m}"
        correction = correct_receipt(
            earlier,
            to=facts["amount"],
            on=earlier.counted_on,
            reason=f"更正{month}台账：{plain(in_wan(so_far))}万元改为{plain(in_wan(facts['amount']))}万元",
            actor=book.actor,
        )
        writer.note(f"correction{correction.pk}", correction, False)
        verify_from_ledger(correction, on=timezone.localdate(), actor=book.actor)
    return earlier


def _project(entry: Entry | None, book: Book) -> Project | None:
    if entry is None or entry.key is None:
        return None
    loaded = book.shelf("project_rows", lambda: {p.pk: p for p in Project.objects.all()})
    if entry.key not in loaded:
        loaded[entry.key] = Project.objects.get(pk=entry.key)
    return loaded[entry.key]


register(
    LedgerKind(
        code="receipts",
        label="到位资金",
        order=50,
        hints=("到位资金", "到资", "资金到位", "到位情况", "到账资金", "资金到账", "到位进度", "资金进度", "到账", "到位"),
        fields=(
            Field("unit", "责任单位", "name", ("责任单位", *said("牵头 引进 填报 包抓 申报 承办 招引 责任 引资 上报 报送 主管 承接 落实 包联 服务 招商责任 属地 招商", "单位 部门"), "乡镇（部门）", "责任乡镇（部门）", "单位", "单位名称"), group=False, looks=UNITS),
            Field("code", "项目编号", "name", ("项目编号", "内部编码", "项目编码", "项目代码", "编码", "项目库编号", "系统编号", "台账编号", "统一编号", "代码", "入库编号", "合同编号", "编号"), looks=r"^[A-Za-z]{1,6}[-—]?\d{2,}|^\d{4}[-—]\d+$"),
            Field("name", "项目名称", "name", ("项目名称", "名称", "项目", *said("招商 签约 引进 投资 到资 招商引资 到位资金 落地", "项目 项目名称")), needed=True, looks=PROJECTS),
            Field("investor", "投资方", "name", ("投资方", *said("投资 引进 引资 客商 外来 出资 到资 签约 合作", "企业 单位 方 商 主体 人 公司 者 名称 企业名称"), "投资方名称", "企业名称", "客商", "企业", "乙方", "甲方"), looks=FIRMS),
            Field("claimed_origin", "资金来源", "name", ("资金来源", *said("资金 投资 到资 客商 投资方", "来源 来源地 属地 性质 属性 归属 类别"), "来源", "来源地", "省内外", "内外资")),
            Field("month", "月份", "month", ("月份", *said("到位 所属 到资 到账 资金 资金到位 资金到账 统计 上报 填报 进账", "月份 时间 月 年月 日期"), "月度", "时间", "年月", "日期"), group=True),
            Field("amount", "到位资金", "amount", ("本月到位资金|合计", *said("实际 本月 当月 本月实际 当月实际 当期 省外 资金 本期 月度", "到位资金 到位 到位额 到位金额 到位资金额 到账资金 到账 到账金额 到资 到资额 到资金额 引资额"), "到位资金", "到位金额", "到位资金额", "到资额", "到资金额", "到账资金", "到账金额", "到位额", "到账额", "进账金额", "引进资金", "利用资金", "到位", "金额"), needed=True, crosstab=True),
            Field("fixed_amount", "其中：固定资产", "amount", ("其中:固定资产", "其中:固定资产投资", "固定资产", "固定资产投资", "固投", "其中:固投", "固定资产投资额", "其中:固定资产投资额", "用于固定资产投资"), crosstab=True),
            Field("cumulative", "累计", "amount", ("1—本月累计", "年初至今累计", "1-本月累计", "年初累计", "年初至本月累计", "年初以来累计", *said("年度 本年 累计 当年 全年 本年度 年内 今年", "累计 累计到位 累计到账 累计到位资金 累计到资 累计到账资金"), *said("累计", "到位 到位资金 到账 到账资金 到资 到资额 到位金额 到位额 资金 金额 完成 数"), "累计", "累计额"), crosstab=True),
            Field("voucher", "凭证号", "name", ("凭证号", *said("到位 进账 到资 银行 到账 资金 入账 转账 资金到位 银行进账 记账 佐证", "凭证 凭证号 凭证编号 单号 凭据 凭据号 回单号 单据号 凭证号码 材料"), "凭证", "凭证编号", "凭证号码", "凭据", "凭据号", "回单号", "流水号", "银行回单", "进账单号", "佐证资料", "佐证材料", "票据号"), crosstab=True, looks=r"\d{4,}|凭证|回单|进账单|^(?:待补|无|—|-)$"),
            Field("note", "备注", words=("备注", "说明", "情况说明", "备注说明", "其他说明", "备注（说明）", "冲减说明", "更正说明"), crosstab=True),
        ),
        asks=(("name", "code"), ("amount",), ("voucher", "cumulative", "fixed_amount")),
        check=check_receipts,
        conclude=compare_running,
        write=write_receipts,
        cumulative="cumulative",
    )
)  # fmt: skip

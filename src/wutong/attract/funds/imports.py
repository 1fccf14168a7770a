"""The monthly report of funds in place (到位资金月报): each row, or each month of it, a receipt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from wutong.attract.agreements.imports.shelf import Entry, find_entry
from wutong.attract.firms.models import Origin
from wutong.attract.funds.models import Receipt
from wutong.attract.funds.operations import correct_receipt, receipts, verify_from_ledger
from wutong.attract.projects.models import Project
from wutong.foundation.imports.book import HOLD, NOT_COUNTED, NOTE, REPORT, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.money import in_wan, plain
from wutong.foundation.periods import Period
from wutong.metrics.operations import closed_months, first_open
from wutong.people.imports import check_unit

register_words("no_voucher", [("none", ("=—", "=-", "=－", "=——", "=无", "=待补", "=/", "=暂无"))])
register_words("correction", [("correction", ("冲减", "更正"))])


def check_receipts(draft: Draft, book: Book) -> None:
    amount, month = draft.money("amount"), draft.day("month")
    if month is None and not draft.is_held:
        draft.say("unreadable_date", HOLD, "看不出是哪个月，请填月份", "month")
    name = fold(draft.text("code")) or f"{fold(draft.text('name'))}|{fold(draft.text('unit'))}"
    draft.key = f"{month:%Y-%m}|{name}" if month else name
    draft.values["voucher_given"] = _voucher(draft, book)
    unit_known = not draft.text("unit") or check_unit(draft, book) is not None
    entry, found = find_entry(draft, book)
    _check_cumulative(draft, book, entry)
    if amount is None:
        if not draft.is_held:
            draft.say("no_amount", HOLD, "没有填到位资金，请补填或删去此行", "amount")
        return
    if amount < 0:
        _check_negative(draft, book)
    if entry is None:
        words = f"项目台账中没有“{draft.text('name') or draft.text('code')}”，请先补登项目或改正名称"
        draft.say("receipt_of_unknown_project", HOLD, words, "name")
    elif unit_known and not draft.is_held:
        _check_counting(draft, book, entry)


def _voucher(draft: Draft, book: Book) -> bool:
    text = draft.text("voucher")
    return bool(text) and not book.words.says("no_voucher", "none", text)


def _check_negative(draft: Draft, book: Book) -> None:
    if book.words.says("correction", "correction", draft.text("note")):
        draft.say("legal_negative_correction", NOTE, "负数有冲减（更正）说明，按负数计入当月", "amount")
    else:
        words = f"金额{draft.written('amount')}为负，备注没有“冲减”或“更正”，请改正金额或补写说明"
        draft.say("negative_amount", HOLD, words, "amount")


def _check_counting(draft: Draft, book: Book, entry: Entry) -> None:
    """Name every reason why a receipt will not count, or not as money from outside."""
    if entry.state == "held":
        draft.waits = True
        draft.say("receipt_of_held_project", NOT_COUNTED, "所属项目待核实，项目核实后自动计入", "amount")
        return
    if entry.state == "duplicate":
        draft.waits = True
        draft.say("duplicate_receipt", NOT_COUNTED, "填报在重复项目名下，不计入", "amount")
        return
    month = draft.day("month")
    last = Period.containing(month).last if month else date.max
    if not draft.get("voucher_given"):
        draft.say("receipt_without_voucher", NOT_COUNTED, "没有进账凭证，不计入；补凭证后再导入即可", "voucher")
    if entry.registered_on is None or entry.registered_on > last:
        draft.say("receipts_without_entry_date", NOT_COUNTED, "当月底项目尚未入库，不计入", "amount")
    if entry.origin and entry.origin not in (Origin.OUTSIDE, Origin.ABROAD):
        label = Origin(entry.origin).label
        draft.say("not_outside_province", NOT_COUNTED, f"投资方为{label}，不计入省外到位资金", "amount")
    claimed = book.words.meaning("origin_claim", draft.text("claimed_origin"))
    if claimed and entry.origin and claimed != entry.origin:
        words = (
            f"填报来源“{draft.written('claimed_origin')}”与项目台账的投资方所在地"
            f"（{Origin(entry.origin).label}）不符，以项目台账为准"
        )
        draft.say("origin_conflict", REPORT, words, "claimed_origin")


def _check_cumulative(draft: Draft, book: Book, entry: Entry | None) -> None:
    """Compare a typed running total with the months so far, in this file and year."""
    month, amount = draft.day("month"), draft.money("amount")
    if month is None:
        return
    name = fold(draft.text("code")) or f"{fold(draft.text('name'))}|{entry.unit if entry else ''}"
    sums: dict[Any, Decimal] = book.shelf("received_so_far", dict)
    key = (draft.context["ledger"], month.year, name)
    sums[key] = sums.get(key, Decimal(0)) + (amount or Decimal(0))
    said = draft.money("cumulative")
    if said is not None and said != sums[key]:
        words = (
            f"累计写为{draft.written('cumulative')}，各月之和为{plain(in_wan(sums[key]))}万元，以各月为准"
        )
        draft.say("cumulative_mismatch", REPORT, words, "cumulative")


def write_receipts(draft: Draft, book: Book, writer: Writer) -> None:
    entry, _ = find_entry(draft, book)
    project = _project(entry, book)
    month = draft.day("month")
    if project is None or month is None:
        raise LookupError(f"no project for {draft.key}")
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
    if draft.get("voucher_given") and verification is None:
        vouched = verify_from_ledger(receipt, on=timezone.localdate(), actor=book.actor)
        writer.note("verification", vouched, False)


def _amended(earlier: Receipt, facts: dict[str, Any], book: Book, writer: Writer) -> Receipt:
    """Amend a receipt, or where its month is closed, post the difference in the open month."""
    if earlier.counted_on.replace(day=1) not in closed_months():
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
        hints=("到位资金", "到资", "资金到位", "到位情况"),
        fields=(
            Field("unit", "责任单位", "name", ("责任单位", "牵头单位", "引进单位", "填报单位", "包抓单位", "申报单位", "承办单位"), group=False),
            Field("code", "项目编号", "name", ("项目编号", "内部编码", "项目编码", "项目代码", "编码")),
            Field("name", "项目名称", "name", ("项目名称", "名称", "项目"), needed=True),
            Field("investor", "投资方", "name", ("投资方", "投资企业", "投资单位", "投资主体", "客商名称", "企业名称")),
            Field("claimed_origin", "资金来源", "name", ("资金来源", "投资来源", "来源", "资金来源地", "来源地")),
            Field("month", "月份", "month", ("月份", "到位月份", "所属月份", "到位时间", "到资月份", "时间"), group=True),
            Field("amount", "到位资金", "amount", ("本月到位资金|合计", "实际到位资金", "本月到位资金", "本月到位", "当月到位资金", "到位资金", "到位金额", "当月到位", "到资额", "实际到位", "到资金额", "金额"), needed=True, crosstab=True),
            Field("fixed_amount", "其中：固定资产", "amount", ("其中:固定资产", "其中:固定资产投资", "固定资产", "固定资产投资")),
            Field("cumulative", "累计", "amount", ("1—本月累计", "年度累计到位", "累计到位", "本年累计", "累计到位资金", "累计", "年初至今累计", "1-本月累计")),
            Field("voucher", "凭证号", "name", ("凭证号", "到位凭证", "凭证", "进账凭证", "凭证编号", "到资凭证", "银行凭证", "佐证资料"), crosstab=True),
            Field("note", "备注", words=("备注", "说明")),
        ),
        asks=(("name", "code"), ("amount",), ("voucher", "cumulative", "fixed_amount")),
        check=check_receipts,
        write=write_receipts,
        cumulative="cumulative",
    )
)  # fmt: skip


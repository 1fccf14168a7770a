"""The ledger of payouts to firms (政策兑现)."""

from __future__ import annotations

from wutong.attract.firms.imports import the_firm
from wutong.foundation.imports.book import HOLD, NOTE, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.serve.policies.models import Payout
from wutong.serve.policies.operations import payouts

register_words(
    "instrument",
    [
        ("tax_linked", ("税收",)),
        ("reward_in_lieu", ("以奖代补",)),
        ("power", ("电价",)),
        ("interest", ("贴息",)),
        ("guarantee", ("担保",)),
        ("rent", ("租金", "厂房")),
    ],
)


def check_payouts(draft: Draft, book: Book) -> None:
    names = ("firm", "instrument_written", "year", "basis")
    draft.key = "|".join(fold(draft.text(n)) for n in names)
    draft.key += f"|{draft.get('paid_on') or ''}"
    draft.values["instrument"] = book.words.meaning("instrument", draft.text("instrument_written"))
    if not draft.text("firm"):
        draft.say("no_name", HOLD, "没有企业名称，请补填", "firm")
    if draft.money("amount") is None and not draft.is_held:
        draft.say("unreadable_amount", HOLD, "没有填兑现金额，请补填", "amount")
    if draft.get("year") is None and not draft.is_held:
        draft.say("no_date", HOLD, "没有兑现年度，请补填", "year")
    if draft.values["instrument"] == "tax_linked" and not draft.text("basis"):
        words = "税收类奖励没有政策依据；补记法律依据和公平竞争审查之前，报告不印出"
        draft.say("payout_without_basis", NOTE, words, "basis")


def write_payouts(draft: Draft, book: Book, writer: Writer) -> None:
    facts = {
        "firm": the_firm(draft.text("firm"), book, writer),
        "instrument": draft.get("instrument") or Payout.Instrument.OTHER,
        "instrument_written": draft.text("instrument_written"),
        "year": draft.get("year"),
        "amount": draft.money("amount"),
        "paid_on": draft.day("paid_on"),
        "basis": draft.text("basis"),
    }
    writer.put("payout", payouts, facts)


register(
    LedgerKind(
        code="payouts",
        label="政策兑现",
        order=61,
        hints=("政策兑现", "惠企", "兑现", "惠企资金"),
        fields=(
            Field("firm", "企业名称", "name", ("企业名称", "受益企业", "兑现企业", "享受企业", "企业"), needed=True),
            Field("instrument_written", "政策类型", "name", ("政策类型", "资金类别", "兑现类型", "奖补类型", "类别", "类型", "资金类型", "政策名称"), needed=True),
            Field("year", "兑现年度", "year", ("兑现年度", "所属年度", "年度", "年份"), needed=True, group=True),
            Field("amount", "兑现金额", "amount", ("兑现金额", "金额", "拨付金额", "兑付金额", "奖补金额", "资金"), needed=True),
            Field("paid_on", "兑付日期", "day", ("兑付日期", "拨付时间", "兑现时间", "拨付日期", "兑付时间", "兑现日期", "发放时间")),
            Field("basis", "政策依据", words=("政策依据", "文件依据", "依据", "依据文件", "政策文件")),
        ),
        asks=(("firm",), ("instrument_written",), ("amount",), ("basis", "paid_on")),
        check=check_payouts,
        write=write_payouts,
    )
)  # fmt: skip

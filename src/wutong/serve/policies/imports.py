"""The ledger of payouts to firms (政策兑现)."""

from __future__ import annotations

from wutong.attract.firms.imports import the_firm
from wutong.foundation.imports.book import HOLD, NOTE, Book, Draft
from wutong.foundation.imports.kinds import FIRMS, Field, LedgerKind, register, register_words, said
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
        hints=("政策兑现", "惠企", "兑现", "惠企资金", "奖补", "兑付", "优惠政策", "扶持"),
        fields=(
            Field("firm", "企业名称", "name", ("企业名称", *said("受益 兑现 享受 奖补 获奖 申报 补贴 扶持 奖励 受奖 受补", "企业 单位 主体 企业名称 对象"), "企业", "单位名称", "公司名称", "享受政策企业"), needed=True, looks=FIRMS),
            Field("instrument_written", "政策类型", "name", (*said("政策 资金 兑现 奖补 奖励 补贴 优惠政策 扶持 惠企政策 兑现政策 补助 优惠 项目", "类型 类别 名称 种类 项目 事项 内容"), "类别", "类型", "政策"), needed=True, group=True, looks=r"税收|以奖代补|补贴|贴息|奖|补|担保"),
            Field("year", "兑现年度", "year", (*said("兑现 所属 政策 资金 兑付 奖补 拨付 申报", "年度 年份"), "年度", "年份"), needed=True, group=True),
            Field("amount", "兑现金额", "amount", (*said("兑现 拨付 兑付 奖补 奖励 补贴 扶持 到账 发放 补助 实际兑现 实际拨付", "金额 资金 资金额 额"), "金额", "资金", "资金额"), needed=True),
            Field("paid_on", "兑付日期", "day", (*said("兑付 拨付 兑现 发放 到账 支付 资金拨付 资金兑付 下达 资金到账", "日期 时间 日"), "日期", "时间")),
            Field("basis", "政策依据", words=(*said("政策 文件 兑现 法律 法规 拨付 奖补 兑付 执行", "依据 文件 文号"), "依据", "依据文件", "文号", "政策文号"), looks=r"〔\d{4}〕|纪要|号$|文件"),
        ),
        asks=(("firm",), ("instrument_written",), ("amount",), ("basis", "paid_on")),
        check=check_payouts,
        write=write_payouts,
    )
)  # fmt: skip

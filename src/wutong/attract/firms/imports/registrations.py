"""Ledgers of new registrations (新注册企业)."""

from __future__ import annotations

from wutong.attract.firms.imports.shelves import origin_of, the_firm
from wutong.attract.firms.models import Origin
from wutong.attract.firms.operations import registrations
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import FIRMS, Field, LedgerKind, register, said
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer


def check_registrations(draft: Draft, book: Book) -> None:
    draft.key = (
        f"{fold(draft.text('firm'))}|{draft.get('registered_on') or draft.written('registered_on')}"
    )
    if not draft.text("firm"):
        draft.say("no_name", HOLD, "没有企业名称，请补填", "firm")
    if not draft.get("registered_on") and not draft.is_held:
        draft.say("no_date", HOLD, "没有注册日期，请补填", "registered_on")
    place = draft.text("place")
    draft.values["is_local"] = origin_of(place, book) == Origin.COUNTY
    draft.values["nature"] = book.words.meaning("registration_nature", draft.text("nature_written"))


def write_registrations(draft: Draft, book: Book, writer: Writer) -> None:
    facts = {
        "firm": the_firm(draft.text("firm"), book, writer),
        "registered_on": draft.day("registered_on"),
        "place": draft.text("place"),
        "is_local": bool(draft.get("is_local")),
        "nature": draft.get("nature") or "other",
        "nature_written": draft.text("nature_written"),
        "capital": draft.money("capital"),
        "investor": the_firm(draft.text("investor"), book, writer),
    }
    writer.put("registration", registrations, facts)


register(
    LedgerKind(
        code="registrations",
        label="新注册企业",
        order=13,
        hints=(
            "新注册",
            "注册企业",
            "注册登记",
            "新设企业",
            "新办企业",
            "新设立",
            "新成立",
            "新登记",
        ),
        fields=(
            Field(
                "firm",
                "企业名称",
                "name",
                (
                    "企业名称",
                    "新设企业",
                    "新注册企业",
                    "公司名称",
                    *said(
                        "新注册 新设立 新设 新办 新登记 新成立 注册",
                        "企业 企业名称 公司 公司名称 主体",
                    ),
                    "企业",
                    "市场主体名称",
                    "单位名称",
                    "名称",
                ),
                needed=True,
                looks=FIRMS,
            ),
            Field(
                "registered_on",
                "注册日期",
                "day",
                (
                    *said(
                        "注册 成立 登记 核准 设立 注册登记 工商登记 办照 发照 营业执照 新设",
                        "日期 时间 日",
                    ),
                ),
                needed=True,
            ),
            Field(
                "place",
                "注册地",
                "name",
                (
                    "注册地",
                    *said("注册 登记 设立 企业 工商登记 成立", "地 地址 地点 所在地 住所"),
                    "住所",
                    "所在地",
                    "地点",
                ),
            ),
            Field(
                "nature_written",
                "企业性质",
                "name",
                (
                    "企业性质",
                    *said("企业 公司 设立 机构 主体", "性质 类型 类别 形式"),
                    "类型",
                    "性质",
                    "类别",
                ),
                looks=r"总部|子公司|分公司|独资|合资",
            ),
            Field(
                "capital",
                "注册资本",
                "amount",
                (
                    "注册资本",
                    "注册资金",
                    "认缴资本",
                    "注册资本金",
                    "注册资金额",
                    "认缴出资",
                    "认缴金额",
                    "认缴注册资本",
                    "资本金",
                ),
            ),
            Field(
                "investor",
                "投资方",
                "name",
                (
                    "投资方",
                    "股东",
                    "投资主体",
                    "母公司",
                    "控股股东",
                    *said("投资 出资 出资（投资） 上级 控股", "方 人 企业 公司 单位 股东"),
                    "法人股东",
                    "投资方名称",
                    "股东名称",
                    *said("母体 母 总部 发起 设立", "企业 公司 人 方"),
                ),
            ),
        ),
        asks=(("firm",), ("registered_on",), ("capital", "place")),
        check=check_registrations,
        write=write_registrations,
    )
)

"""Ledgers of receptions, and the firms that came."""

from __future__ import annotations

from typing import Any

from wutong.attract.firms.imports import the_firm
from wutong.attract.outreach.imports.batches import (
    BATCH_NO,
    INTENDED,
    REMARK,
    STATE,
    UNIT_WORDS,
    YEAR,
    member_check,
    parent_check,
    standing,
    the_batch,
)
from wutong.attract.outreach.models import Reception
from wutong.attract.outreach.operations import receptions, visitors
from wutong.foundation.imports.book import Book, Draft
from wutong.foundation.imports.kinds import (
    FIRMS,
    UNITS,
    Field,
    LedgerKind,
    register,
    said,
)
from wutong.foundation.imports.writing import Writer
from wutong.people.imports import leader_in, saved


def write_receptions(draft: Draft, book: Book, writer: Writer) -> None:
    host, name, _ = leader_in(draft.text("host"), book)
    count = draft.get("headcount")
    reception = the_batch(
        draft,
        book,
        writer,
        receptions,
        {
            "starts_on": draft.day("starts_on"),
            "host": saved(host),
            "host_name": name,
            "focus": draft.text("focus"),
            "invited_by": draft.text("invited_by"),
            "headcount": int(count) if count is not None else None,
        },
    )
    write_visitor(draft, book, writer, reception)


def write_visitor(draft: Draft, book: Book, writer: Writer, reception: Any = None) -> None:
    if not draft.text("firm"):
        return
    if reception is None:
        key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
        reception = standing(Reception, key, book)
    facts = {
        "reception": reception,
        "firm": the_firm(draft.text("firm"), book, writer),
        "category": draft.text("category"),
        "is_top": book.words.says("top_firm", "top", draft.text("category")),
        "intended_amount": draft.money("amount"),
    }
    writer.put("visitor", visitors, facts)


VISITOR_FIELDS = (
    Field(
        "firm",
        "来访企业",
        "name",
        (
            "来访企业",
            *said(
                "来访 客商 到访 来县 考察 接待 来访客商 来宾 来访企业 到访客商",
                "企业 单位 客商 公司 名称 企业名称 单位名称",
            ),
            "企业名称",
            "客商",
            "企业",
            "单位名称",
            "来访单位（企业）",
        ),
        looks=FIRMS,
    ),
    Field(
        "category",
        "企业类型",
        "name",
        (
            *said("企业 客商 单位 来访企业 来访客商", "类型 类别 性质 层级 级别 属性"),
            "类型",
            "类别",
            "性质",
        ),
        looks=r"500强|链主|头部|一般|协会|商会|上市|央企|国企|龙头|规上",
    ),
    INTENDED,
)

register(
    LedgerKind(
        code="receptions",
        label="客商来访",
        order=22,
        hints=("来访", "请进来", "接待", "来访登记", "来县考察", "到访", "客商考察"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "starts_on",
                "来访时间",
                "span",
                (
                    *said(
                        "来访 考察 接待 来县 到访 客商来县 客商来访 来县考察 活动 到县 来访起止 起止 来临",
                        "时间 日期",
                    ),
                    "日期",
                    "时间",
                ),
                needed=True,
            ),
            *VISITOR_FIELDS,
            Field(
                "headcount",
                "来访人数",
                "number",
                ("来访人数", "人数", "人次", "来访人次", "来客人数", "来宾人数"),
            ),
            Field(
                "focus",
                "考察领域",
                words=(
                    *said(
                        "考察 意向 洽谈 来访 投资 对接 关注 产业", "领域 方向 产业 内容 行业 事项"
                    ),
                    "领域",
                    "产业链",
                    "来访目的",
                    "考察事由",
                ),
            ),
            Field(
                "host",
                "接待领导",
                "name",
                (
                    *said("接待 陪同 会见 对接 接洽 会谈", "领导 县领导 县级领导 人 负责人"),
                    "县领导",
                    "县级领导",
                    "领导",
                ),
            ),
            Field("unit", "牵头单位", "name", UNIT_WORDS, looks=UNITS),
            Field(
                "invited_by",
                "邀请方式",
                words=(
                    *said("邀请 来访 邀约 联络 邀商 引荐 来访邀请", "方式 渠道 单位 途径 来源 人"),
                ),
            ),
            STATE,
            REMARK,
        ),
        asks=(("batch",), ("starts_on",), ("firm", "host")),
        check=parent_check(Reception, "firm"),
        write=write_receptions,
    )
)
register(
    LedgerKind(
        code="visitors",
        label="来访企业",
        order=23,
        hints=("来访企业", "来访客商", "客商明细", "请进来", "企业名单", "客商名单", "来访"),
        fields=(BATCH_NO, YEAR, *VISITOR_FIELDS, REMARK),
        asks=(("batch",), ("firm",), ("category",)),
        check=member_check(Reception, "firm", "来访企业"),
        write=write_visitor,
    )
)

"""Ledgers of chains (产业链), focus fields (重点招商领域) and firms on chains (链上企业)."""

from __future__ import annotations

import re

from wutong.attract.chains.models import Chain, ChainFirm
from wutong.attract.chains.operations import chain_firms, chain_years, chains, focus_fields
from wutong.attract.firms.imports import the_firm
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import (
    FIRMS,
    UNITS,
    Field,
    LedgerKind,
    register,
    register_words,
    said,
)
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.periods import QUARTERS, Period
from wutong.people.imports import check_unit, leader_in, saved, unit_of

register_words("key_chain", [("key", ("重点",))])
register_words(
    "chain_tier",
    [("upstream", ("上游",)), ("midstream", ("中游",)), ("downstream", ("下游",))],
)


def chain_shelf(book: Book) -> dict[str, Chain]:
    return book.shelf("chains", lambda: {fold(c.name): c for c in Chain.objects.all()})


def chain_names(book: Book) -> set[str]:
    """Return the chains that are known or staged, by name."""
    return book.shelf("chain_names", lambda: set(chain_shelf(book)))


def chain_around(draft: Draft, book: Book) -> str:
    """Return the chain of a row: its own cell or banner, else the sheet's name if it is one."""
    if not draft.text("chain") and "chain" not in draft.context["blank"]:
        sheet = fold(draft.context["sheet"])
        found = next(
            (n for n in (sheet, sheet.removesuffix("产业链")) if n in chain_names(book)), ""
        )
        draft.values["chain"] = found
    return draft.text("chain")


def the_chain(name: str, book: Book, writer: Writer) -> Chain | None:
    folded = fold(name)
    if not folded:
        return None
    chain = chain_shelf(book).get(folded) or chain_shelf(book).get(folded.removesuffix("产业链"))
    if chain is None:
        chain = chains.record(actor=book.actor, constraints=False, name=folded)
        chain_shelf(book)[folded] = chain
        writer.shared(chain)
    return chain


def check_chain_years(draft: Draft, book: Book) -> None:
    draft.key = f"{draft.get('year')}|{fold(draft.text('chain'))}"
    for name, label in (("chain", "产业链名称"), ("year", "年度"), ("order", "排序")):
        if draft.get(name) is None:
            draft.say("incomplete", HOLD, f"没有{label}，请补填", name)
    check_unit(draft, book, "lead_unit")
    chain_names(book).add(fold(draft.text("chain")))
    draft.values["is_key"] = book.words.says("key_chain", "key", draft.text("category"))


def write_chain_years(draft: Draft, book: Book, writer: Writer) -> None:
    chief, _, _ = leader_in(draft.text("chief"), book)
    facts = {
        "chain": the_chain(draft.text("chain"), book, writer),
        "year": draft.get("year"),
        "order": int(draft.get("order")),
        "category": draft.text("category"),
        "is_key": bool(draft.get("is_key")),
        "chief": saved(chief),
        "lead_unit": unit_of(draft, book, "lead_unit"),
    }
    writer.put("year", chain_years, facts)


register(
    LedgerKind(
        code="chain_years",
        label="产业链",
        order=10,
        hints=("产业链", "链长", "重点产业链"),
        fields=(
            Field(
                "chain",
                "产业链名称",
                "name",
                (
                    "产业链名称",
                    "产业链",
                    "链条名称",
                    "产业链条",
                    "链名",
                    "重点产业链",
                    "链条",
                    "名称",
                    "产业",
                ),
                needed=True,
            ),
            Field(
                "year",
                "年度",
                "year",
                ("年度", "年份", "所属年度", "确定年度"),
                needed=True,
                group=True,
            ),
            Field(
                "order",
                "排序",
                "number",
                ("排序", "顺序", "次序", "排名", "序位", "位次", "排位", "序号"),
                needed=True,
            ),
            Field(
                "category",
                "类别",
                words=(
                    "类别",
                    "分类",
                    "类型",
                    "层级",
                    "链条类别",
                    "产业链类别",
                    "是否重点",
                    "级别",
                    "产业链类型",
                    "产业链层级",
                    "培育层级",
                    "属性",
                ),
                looks=r"重点|培育|一般|优势|特色|潜力",
            ),
            Field(
                "chief",
                "链长",
                "name",
                (
                    "链长",
                    "县级链长",
                    "包链领导",
                    "总链长",
                    "链长姓名",
                    "包链县领导",
                    "领导",
                    "包抓领导",
                    "牵头领导",
                ),
            ),
            Field(
                "lead_unit",
                "牵头单位",
                "name",
                (
                    "牵头单位",
                    "链长单位",
                    *said("牵头 责任 链长 链办 主管 服务 专班", "单位 部门"),
                    "单位",
                    "部门",
                ),
                looks=UNITS,
            ),
        ),
        asks=(("chain",), ("order",), ("category", "chief", "lead_unit")),
        check=check_chain_years,
        write=write_chain_years,
    )
)

SPELT = re.compile(rf"(?:(\d{{4}})年?)?(?:第?([{QUARTERS}1-4])季度|(\d{{1,2}})月)?")


def period_in(text: str, year: int | None) -> Period | None:
    """Return the period that 2023年一季度, 一季度, 2023年3月 or 2023年 says."""
    found = SPELT.fullmatch(fold(text))
    if not found or not any(found.groups()):
        return None
    in_year = int(found[1]) if found[1] else year
    if in_year is None:
        return None
    if found[2]:
        quarter = QUARTERS.index(found[2]) + 1 if found[2] in QUARTERS else int(found[2])
        return Period.quarter(in_year, quarter)
    if found[3]:
        return Period.month(in_year, int(found[3])) if 1 <= int(found[3]) <= 12 else None
    return Period.months(in_year, 1, 12)


def check_focus(draft: Draft, book: Book) -> None:
    draft.key = f"{draft.text('period')}|{draft.get('order')}|{fold(draft.text('name'))}"
    period = period_in(draft.text("period"), draft.context["year"])
    if period is None:
        draft.say(
            "unreadable_period",
            HOLD,
            f"时段“{draft.written('period')}”无法识别，请写成2023年一季度",
            "period",
        )
        return
    draft.values["first"], draft.values["last"] = period.first, period.last


def write_focus(draft: Draft, book: Book, writer: Writer) -> None:
    period = period_in(draft.text("period"), draft.context["year"])
    if period is None:
        return
    facts = {
        "first_day": period.first,
        "last_day": period.last,
        "order": int(draft.get("order") or draft.number),
        "name": fold(draft.text("name")),
    }
    writer.put("focus", focus_fields, facts)


register(
    LedgerKind(
        code="focus_fields",
        label="重点招商领域",
        order=11,
        hints=("招商领域", "重点领域", "领域", "招商方向", "重点方向", "招商重点", "主攻方向"),
        fields=(
            Field(
                "period",
                "时段",
                words=(
                    "时段",
                    "时期",
                    "季度",
                    "期间",
                    "时间",
                    "时间段",
                    "阶段",
                    "报告期",
                    "所属时段",
                    "所属季度",
                ),
                needed=True,
                group=True,
            ),
            Field(
                "order", "序号", "number", ("排序", "顺序", "次序", "序位", "序号", "排位", "位次")
            ),
            Field(
                "name",
                "领域",
                "name",
                (
                    "招商领域",
                    "领域",
                    "重点领域",
                    "领域名称",
                    "重点招商领域",
                    "招商方向",
                    "重点方向",
                    "主攻方向",
                    "重点招商方向",
                    "主攻领域",
                    "方向",
                    "招商重点领域",
                    "招商重点",
                    "重点产业",
                    "产业领域",
                ),
                needed=True,
            ),
        ),
        asks=(("name",), ("period", "order")),
        widest=5,
        check=check_focus,
        write=write_focus,
    )
)


def check_chain_firms(draft: Draft, book: Book) -> None:
    draft.key = f"{fold(chain_around(draft, book))}|{fold(draft.text('firm'))}"
    if not draft.text("firm") or not draft.text("chain"):
        draft.say("incomplete", HOLD, "产业链、企业名称须填写", "firm", "chain")


def write_chain_firms(draft: Draft, book: Book, writer: Writer) -> None:
    facts = {
        "chain": the_chain(draft.text("chain"), book, writer),
        "firm": the_firm(draft.text("firm"), book, writer),
        "tier": book.words.meaning("chain_tier", draft.text("node")) or ChainFirm.Tier.UNKNOWN,
        "node": draft.text("node"),
        "category": draft.text("category"),
    }
    writer.put("place", chain_firms, facts)


register(
    LedgerKind(
        code="chain_firms",
        label="链上企业",
        order=14,
        hints=("链上企业", "企业名录", "产业链企业", "链企", "链内企业"),
        fields=(
            Field(
                "chain",
                "产业链",
                "name",
                (
                    "产业链",
                    "所属产业链",
                    "产业链条",
                    "所属链条",
                    "产业链名称",
                    "链条",
                    "归属产业链",
                ),
                needed=True,
                group=True,
            ),
            Field(
                "firm",
                "企业名称",
                "name",
                (
                    "企业名称",
                    "企业",
                    "公司名称",
                    "链上企业",
                    "链企名称",
                    "链内企业",
                    "单位名称",
                    "企业全称",
                    "名称",
                ),
                needed=True,
                looks=FIRMS,
            ),
            Field(
                "node",
                "环节",
                words=(
                    "环节",
                    *said("所处 所属 产业 链条 产业链 链上 产业链所处 上下游", "环节 位置 链环"),
                    "上中下游",
                    "位置",
                    "链上位置",
                ),
                looks=r"上游|中游|下游",
            ),
            Field(
                "category",
                "企业层级",
                words=(
                    "企业层级",
                    *said("企业", "类别 类型 级别 等级 规模 性质"),
                    "层级",
                    "类别",
                    "类型",
                    "级别",
                    "规模",
                ),
            ),
        ),
        asks=(("firm",), ("node",)),
        check=check_chain_firms,
        write=write_chain_firms,
    )
)

"""Ledgers of the reserve library and of publications."""

from __future__ import annotations

from wutong.attract.chains.imports import the_chain
from wutong.attract.projects.models import ReserveProject
from wutong.attract.projects.operations import (
    packagings,
    publications,
    published_projects,
    reserves,
)
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.imports import check_unit, unit_of

register_words(
    "reserve_state",
    [
        ("reserved", ("储备",)),
        ("in_talks", ("在谈", "洽谈")),
        ("signed", ("签约",)),
        ("dropped", ("淘汰", "终止", "取消", "出库")),
    ],
)
register_words("review", [("passed", ("=通过", "=是", "评审通过", "=已通过"))])


# --- the reserve library ---------------------------------------------------------------------


def check_reserves(draft: Draft, book: Book) -> None:
    draft.key = fold(draft.text("name"))
    if not draft.key:
        draft.say("no_name", HOLD, "没有项目名称，请补填", "name")
    if draft.money("amount") is None and not draft.is_held:
        draft.say("unreadable_amount", HOLD, "没有填总投资，请补填", "amount")
    check_unit(draft, book)
    draft.values["state"] = book.words.meaning("reserve_state", draft.text("state_written"))
    draft.values["is_passed"] = book.words.says("review", "passed", draft.text("conclusion"))


def write_reserves(draft: Draft, book: Book, writer: Writer) -> None:
    reserve = writer.put(
        "reserve",
        reserves,
        {
            "name": fold(draft.text("name")),
            "lead_unit": unit_of(draft, book),
            "chain": the_chain(draft.text("chain"), book, writer),
            "move": draft.text("move")[:20],
            "total_investment": draft.money("amount"),
            "reserved_on": draft.day("reserved_on"),
            "state": draft.get("state") or ReserveProject.State.OTHER,
            "state_written": draft.text("state_written"),
        },
    )
    if draft.text("conclusion") or draft.get("score") is not None:
        facts = {
            "reserve": reserve,
            "score": draft.get("score"),
            "is_passed": bool(draft.get("is_passed")),
            "conclusion": draft.text("conclusion"),
        }
        writer.put("packaging", packagings, facts)


register(
    LedgerKind(
        code="reserves",
        label="储备项目",
        order=32,
        hints=("储备", "项目库", "谋划"),
        fields=(
            Field("name", "项目名称", "name", ("项目名称", "储备项目名称", "储备项目", "谋划项目名称", "名称"), needed=True),
            Field("unit", "谋划单位", "name", ("谋划单位", "申报单位", "责任单位", "牵头单位", "储备单位", "上报单位")),
            Field("chain", "产业链", "name", ("产业链", "所属产业链"), group=True),
            Field("move", "项目类型", words=("项目类型", "补链方向", "链条作用", "建延补强", "类型", "补链类型")),
            Field(
                "amount",
                "总投资",
                "amount",
                ("总投资", "计划总投资", "估算总投资", "投资估算", "拟投资额", "总投资额", "估算投资"),
                needed=True,
            ),
            Field("score", "得分", "number", ("包装评审|得分", "得分", "评审得分", "评分", "包装得分", "分数")),
            Field(
                "conclusion",
                "评审结论",
                "name",
                ("包装评审|结论", "结论", "评审是否通过", "评审结论", "评审结果", "是否通过评审", "是否通过", "包装评审"),
                needed=True,
            ),
            Field(
                "reserved_on",
                "入库时间",
                "day",
                ("入库时间", "储备日期", "储备时间", "入库日期", "入储时间", "纳入储备时间"),
            ),
            Field("state_written", "项目状态", "name", ("项目状态", "当前状态", "状态", "目前状态"), needed=True),
        ),
        asks=(("name",), ("amount",), ("state_written", "conclusion"), ("conclusion", "reserved_on")),
        check=check_reserves,
        write=write_reserves,
    )
)


# --- publications ----------------------------------------------------------------------------

register_words("portal", [("portal", ("门户网站", "政府网站"))])
register_words("push", [("push", ("微信群", "朋友圈"))])


def check_publications(draft: Draft, book: Book) -> None:
    day = draft.get("published_on") or draft.written("published_on")
    draft.key = f"{day}|{fold(draft.text('channel'))}|{fold(draft.text('title'))}"
    if draft.get("published_on") is None and not draft.is_held:
        draft.say("no_date", HOLD, "没有发布日期，请补填", "published_on")
    check_unit(draft, book)


def write_publications(draft: Draft, book: Book, writer: Writer) -> None:
    channel = draft.text("channel")
    publication = writer.put(
        "publication",
        publications,
        {
            "published_on": draft.day("published_on"),
            "channel": channel,
            "is_portal": book.words.says("portal", "portal", channel),
            "is_push": book.words.says("push", "push", channel),
            "title": draft.text("title")[:200],
            "unit": unit_of(draft, book),
        },
    )
    for place, name in enumerate(dict.fromkeys(draft.get("projects") or [])):
        facts = {"publication": publication, "project_name": name}
        writer.put(f"project{place}", published_projects, facts)


register(
    LedgerKind(
        code="publications",
        label="信息发布推送",
        order=33,
        hints=("信息发布", "发布推送", "宣传", "推送台账"),
        fields=(
            Field(
                "published_on", "发布日期", "day", ("发布日期", "时间", "发布时间", "日期", "推送时间", "推送日期"), needed=True
            ),
            Field("channel", "发布渠道", words=("发布渠道", "平台", "渠道", "发布平台", "媒体", "推送渠道"), needed=True),
            Field("title", "标题", words=("标题", "信息标题", "信息名称", "内容", "题目")),
            Field(
                "projects",
                "推送项目",
                "names",
                ("推送项目", "涉及重点项目", "涉及项目", "重点项目", "推送项目名称", "项目名称", "推介项目"),
            ),
            Field("unit", "发布单位", "name", ("发布单位", "报送单位", "责任单位", "单位", "供稿单位")),
        ),
        asks=(("published_on",), ("channel",)),
        check=check_publications,
        write=write_publications,
    )
)

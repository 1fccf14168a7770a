"""Ledgers of the reserve library and of publications."""

from __future__ import annotations

from wutong.attract.chains.imports import chain_around, the_chain
from wutong.attract.projects.models import ReserveProject
from wutong.attract.projects.operations import (
    packagings,
    publications,
    published_projects,
    reserves,
)
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import (
    PROJECTS,
    UNITS,
    Field,
    LedgerKind,
    register,
    register_words,
    said,
)
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
    chain_around(draft, book)
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
        hints=("储备", "项目库", "谋划", "包装", "策划"),
        fields=(
            Field(
                "name",
                "项目名称",
                "name",
                (
                    "项目名称",
                    *said("储备 谋划 包装 策划 谋划储备 招商 谋划招商", "项目 项目名称"),
                    "名称",
                    "项目",
                ),
                needed=True,
                looks=PROJECTS,
            ),
            Field(
                "unit",
                "谋划单位",
                "name",
                (
                    "谋划单位",
                    *said(
                        "谋划 申报 责任 牵头 储备 上报 提出 报送 填报 包装 策划 主管", "单位 部门"
                    ),
                    "单位",
                    "部门",
                    "责任主体",
                ),
                looks=UNITS,
            ),
            Field(
                "chain",
                "产业链",
                "name",
                (
                    "产业链",
                    "所属产业链",
                    "产业链条",
                    "产业",
                    "所属链条",
                    "产业类别",
                    "所属产业",
                    "产业领域",
                    "所属领域",
                    "产业方向",
                    "产业链名称",
                    "重点产业链",
                    "行业",
                    "领域",
                    "链条",
                ),
                group=True,
            ),
            Field(
                "move",
                "项目类型",
                words=(
                    "项目类型",
                    "补链方向",
                    "链条作用",
                    "建延补强",
                    "类型",
                    "补链类型",
                    "链条类型",
                    "延链补链类型",
                    "项目类别",
                    "延链补链强链",
                    "链条环节",
                    "链条方向",
                    "补链类别",
                    "产业链作用",
                ),
                looks=r"[建延补强]链",
            ),
            Field(
                "amount",
                "总投资",
                "amount",
                (
                    "总投资",
                    *said(
                        "计划 估算 概算 预计 拟 匡算 项目 投资 规划",
                        "总投资 总投资额 投资 投资额 估算 概算",
                    ),
                    "总投资额",
                    "投资总额",
                    "投资规模",
                    "投资额",
                ),
                needed=True,
            ),
            Field(
                "score",
                "得分",
                "number",
                (
                    "包装评审|得分",
                    *said("评审 包装 专家 专家评审 项目 评审综合 综合", "得分 评分 分数 分值 打分"),
                    "得分",
                    "评分",
                    "分数",
                    "分值",
                ),
            ),
            Field(
                "conclusion",
                "评审结论",
                "name",
                (
                    "包装评审|结论",
                    *said(
                        "评审 专家评审 包装评审 论证 审核 项目评审 评估 专家",
                        "结论 结果 意见 情况 是否通过",
                    ),
                    "结论",
                    "是否通过评审",
                    "是否通过",
                    "包装评审",
                    "评审",
                    "是否评审通过",
                    "通过与否",
                ),
                looks=r"^(?:已|未)?通过|^[是否]$|待评审|评审",
                needed=True,
            ),
            Field(
                "reserved_on",
                "入库时间",
                "day",
                (
                    *said(
                        "入库 储备 入储 纳入储备 进库 入库储备 纳入储备库 纳库 谋划 储备入库 入储备库 收录 入选",
                        "时间 日期 日 年月",
                    ),
                ),
            ),
            Field(
                "state_written",
                "项目状态",
                "name",
                (
                    "项目状态",
                    *said("项目 当前 目前 储备 现 进展 推进", "状态 阶段 进展 情况"),
                    "状态",
                    "进展",
                    "阶段",
                ),
                needed=True,
                looks=r"储备|在谈|洽谈|签约|淘汰|出库|终止",
            ),
        ),
        asks=(
            ("name",),
            ("amount",),
            ("state_written", "conclusion"),
            ("conclusion", "reserved_on"),
        ),
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
        hints=(
            "信息发布",
            "发布推送",
            "宣传",
            "推送台账",
            "信息推送",
            "推介",
            "对外发布",
            "推送",
            "信息登记",
            "媒体",
        ),
        fields=(
            Field(
                "published_on",
                "发布日期",
                "day",
                (
                    *said("发布 推送 宣传 刊发 推介 发稿 刊播 信息 报道 推广 上线", "日期 时间 日"),
                    "日期",
                    "时间",
                ),
                needed=True,
            ),
            Field(
                "channel",
                "发布渠道",
                words=(
                    *said(
                        "发布 推送 宣传 刊发 推介 刊播 信息 推广 报道 传播 媒体",
                        "渠道 平台 媒介 媒体 载体 途径 方式",
                    ),
                    "渠道",
                    "平台",
                    "媒体",
                    "媒介",
                    "载体",
                ),
                needed=True,
                looks=r"网站|微信|朋友圈|抖音|公众号|报|电视|媒体",
            ),
            Field(
                "title",
                "标题",
                words=(
                    *said(
                        "信息 稿件 文章 新闻 宣传 发布 报道 推送 推文", "标题 题目 名称 主题 内容"
                    ),
                    "标题",
                    "题目",
                    "主题",
                    "内容",
                ),
            ),
            Field(
                "projects",
                "推送项目",
                "names",
                (
                    *said(
                        "推送 涉及 推介 宣传 重点 发布 涉及重点 推送重点 推介重点 推广",
                        "项目 项目名称",
                    ),
                    "项目名称",
                    "项目",
                    "招商项目",
                ),
            ),
            Field(
                "unit",
                "发布单位",
                "name",
                (
                    *said("发布 报送 责任 供稿 推送 来源 撰稿 报道 信息 宣传 投稿", "单位 部门"),
                    "单位",
                    "部门",
                ),
                looks=UNITS,
            ),
        ),
        asks=(("published_on",), ("channel",)),
        check=check_publications,
        write=write_publications,
    )
)

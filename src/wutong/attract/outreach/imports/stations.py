"""Ledgers of stationed teams, the firms they met and those that came to see."""

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
from wutong.attract.outreach.models import Interaction, Station
from wutong.attract.outreach.operations import interactions, invitations, stations
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
from wutong.foundation.regions import province_in, provinces_in


def write_stations(draft: Draft, book: Book, writer: Writer) -> None:
    place = draft.text("place")
    station = the_batch(
        draft,
        book,
        writer,
        stations,
        {
            "starts_on": draft.day("starts_on"),
            "team": draft.text("team"),
            "place": place,
            "province": province_in(place) or next(iter(provinces_in(draft.text("team"))), ""),
            "captain": draft.text("captain"),
            "members": draft.text("members"),
        },
    )
    write_contact(draft, book, writer, station)


def write_contact(draft: Draft, book: Book, writer: Writer, station: Any = None) -> None:
    if not draft.text("firm"):
        return
    if station is None:
        key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
        station = standing(Station, key, book)
    facts = {
        "unit": station.lead_unit,
        "station": station,
        "firm": the_firm(draft.text("firm"), book, writer),
        "met_on": draft.day("met_on"),
        "intended_amount": draft.money("amount"),
        "outcome": draft.text("outcome")[:100],
    }
    met: Interaction = writer.put("contact", interactions, facts)
    if draft.day("visited_on"):
        visit = {"interaction": met, "visited_on": draft.day("visited_on")}
        writer.put("invitation", invitations, visit)


CONTACT_FIELDS = (
    Field(
        "firm", "对接企业", "name",
        ("对接企业", "对接情况|企业名称", *said("对接 拜访 洽谈 接洽 走访 联系 对接客商 目标", "企业 客商 单位 公司 企业名称 客商名称 单位名称 商会"), "企业名称", "企业", "客商", "客商名称"),
        looks=FIRMS,
    ),
    Field("met_on", "对接时间", "day", (*said("对接 拜访 洽谈 接洽 走访 联系", "时间 日期 日"),)),
    INTENDED,
    Field(
        "visited_on",
        "来访考察时间",
        "day",
        (
            "来访考察时间", "实地考察日期",
            *said("来访考察 实地考察 考察 来临考察 来访 来县考察 到县考察 来县 到访 回访考察 赴县考察 应邀来访 邀请来访 受邀来访 客商来访 企业来访", "时间 日期 日"),
        ),
    ),
    Field("outcome", "对接结果", words=(*said("对接 跟进 洽谈 接洽 工作 邀请", "结果 情况 成果 成效 进展"), "结果", "进展", "成效")),
)  # fmt: skip

register(
    LedgerKind(
        code="stations",
        label="驻点招商",
        order=24,
        hints=("驻点", "小分队", "驻外", "驻地招商", "派驻"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "team",
                "小分队",
                words=(
                    *said(
                        "小分队 驻点小分队 驻外小分队 招商小分队 队伍 驻点组 工作组 招商组 驻点招商组 招商小组 工作队 驻点队 分队 驻点机构",
                        "名称",
                    ),
                    "小分队",
                    "驻点小分队",
                    "驻外小分队",
                    "招商小分队",
                    "驻点组",
                    "招商组",
                    "工作组",
                    "招商小组",
                    "工作队",
                    "分队",
                    "队伍",
                ),
            ),
            Field(
                "place",
                "驻点地区",
                "name",
                (
                    *said(
                        "驻点 派驻 驻外 驻守 招商 派驻驻点 驻点所在",
                        "地区 地 城市 地点 区域 省市 地域",
                    ),
                    "驻地",
                    "驻点",
                    "地点",
                    "地区",
                    "城市",
                    "区域",
                ),
                needed=True,
            ),
            Field(
                "starts_on",
                "派驻时间",
                "span",
                (
                    *said(
                        "派驻 驻点 派驻开始 驻点开始 开始 起始 起止 派驻起止 驻点起止 派出 进驻 入驻 驻外 驻外开始 驻外起止 出发 起驻 始驻 到岗 派驻起始 驻点起始 工作起止 工作 驻地起止",
                        "时间 日期",
                    ),
                    "开始",
                    "驻点时间|开始",
                    "派驻时间|起",
                    "时间|起",
                    "时间|开始",
                    "时间",
                ),
                needed=True,
            ),
            Field(
                "ends_on",
                "结束时间",
                "day",
                (
                    *said(
                        "结束 返回 撤回 驻点结束 派驻结束 驻外结束 截止 终止 返程 撤离 到期 止驻 离岗 撤点 派驻截止 派驻终止 驻点截止 驻点终止",
                        "时间 日期",
                    ),
                    "结束",
                    "驻点时间|结束",
                    "派驻时间|止",
                    "时间|止",
                    "时间|结束",
                ),
            ),
            Field(
                "captain",
                "队长",
                words=(
                    "队长",
                    "负责人",
                    "领队",
                    "组长",
                    "牵头人",
                    "带队人",
                    "小分队长",
                    "分队长",
                    "带队领导",
                ),
            ),
            Field(
                "members",
                "队员",
                words=(
                    "队员",
                    "成员",
                    "组员",
                    "队员名单",
                    "组成人员",
                    "成员名单",
                    "驻点人员",
                    "工作人员",
                ),
            ),
            Field("unit", "派出单位", "name", UNIT_WORDS, looks=UNITS),
            *CONTACT_FIELDS,
            STATE,
            REMARK,
        ),
        asks=(("batch",), ("starts_on",), ("place", "team")),
        check=parent_check(Station, "firm"),
        write=write_stations,
    )
)
register(
    LedgerKind(
        code="contacts",
        label="驻点对接企业",
        order=25,
        hints=("对接企业", "驻点", "企业明细", "对接客商", "驻外", "对接"),
        fields=(BATCH_NO, YEAR, *CONTACT_FIELDS, REMARK),
        asks=(("batch",), ("firm",), ("met_on", "visited_on")),
        check=member_check(Station, "firm", "对接企业"),
        write=write_contact,
    )
)

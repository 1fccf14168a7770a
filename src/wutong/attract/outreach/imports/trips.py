"""Ledgers of trips, and the projects talked about on each."""

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
from wutong.attract.outreach.models import Trip
from wutong.attract.outreach.operations import talks, trip_stops, trips
from wutong.foundation.imports.book import Book, Draft
from wutong.foundation.imports.kinds import (
    FIRMS,
    PROJECTS,
    UNITS,
    Field,
    LedgerKind,
    register,
    said,
)
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.regions import PLACES, provinces_in
from wutong.people.imports import leader_in, saved


def write_trips(draft: Draft, book: Book, writer: Writer) -> None:
    leader, name, rank = leader_in(draft.text("leader"), book)
    destination = draft.text("destination")
    trip = the_batch(
        draft,
        book,
        writer,
        trips,
        {
            "starts_on": draft.day("starts_on"),
            "leader": saved(leader),
            "leader_name": name,
            "leader_rank": rank,
            "destination": destination,
            "purpose": draft.text("purpose"),
        },
    )
    if "batch" not in writer.untouched and writer.made and writer.made[-1].role == "batch":
        for order, part in enumerate(provinces_in(destination)):
            facts = {"trip": trip, "place": destination[:100], "province": part, "order": order}
            writer.put(f"stop{order}", trip_stops, facts)
    write_talk(draft, book, writer, trip)


def write_talk(draft: Draft, book: Book, writer: Writer, trip: Any = None) -> None:
    if not draft.text("project"):
        return
    if trip is None:
        key = (int(draft.get("batch_year")), int(draft.get("batch_number")))
        trip = standing(Trip, key, book)
    facts = {
        "trip": trip,
        "project_name": fold(draft.text("project")),
        "firm": the_firm(draft.text("firm"), book, writer),
        "intended_amount": draft.money("amount"),
        "progress": draft.text("progress")[:100],
    }
    writer.put("talk", talks, facts)


TALK_FIELDS = (
    Field(
        "project",
        "洽谈项目",
        "name",
        (
            "洽谈项目名称",
            "对接项目|项目名称",
            *said("洽谈 对接 接洽 意向 招商 在谈 推介 考察 签约 拟引进", "项目 项目名称"),
            "项目名称",
            "项目",
        ),
        looks=PROJECTS,
    ),
    Field(
        "firm",
        "意向投资方",
        "name",
        (
            "意向投资方",
            "对接项目|投资方",
            *said(
                "意向投资 意向 投资 洽谈 接洽 对接 客商 合作 拟投资 项目",
                "方 企业 单位 商 主体 公司 客商 企业名称 单位名称 名称",
            ),
            "投资方名称",
            "客商",
            "企业名称",
            "企业",
        ),
        looks=FIRMS,
    ),
    INTENDED,
    Field(
        "progress",
        "洽谈进展",
        words=(
            *said("洽谈 接洽 对接 跟进 推进 项目 合作", "进展 情况 结果 进度 成效"),
            "进展",
            "进展情况",
            "进度",
            "目前进展",
        ),
    ),
)

register(
    LedgerKind(
        code="trips",
        label="外出招商",
        order=20,
        hints=("外出招商", "走出去", "外出活动", "外出考察", "赴外招商", "出访", "赴外", "外出"),
        fields=(
            BATCH_NO,
            YEAR,
            Field(
                "starts_on",
                "时间",
                "span",
                (
                    *said(
                        "外出 出行 活动 起止 招商 出访 考察 赴外 外出起止 活动起止 出发 开展 外出考察 出差",
                        "时间 日期",
                    ),
                    "时间",
                    "日期",
                    "起止日期",
                ),
                needed=True,
            ),
            Field(
                "ends_on",
                "结束时间",
                "day",
                (*said("结束 返回 返程 截止 返县", "时间 日期"), "结束"),
            ),
            Field(
                "leader",
                "带队领导",
                "name",
                (
                    "带队领导",
                    "带队领导（职务）",
                    *said(
                        "带队 领队 牵头 出访 外出 率队 参加",
                        "领导 县领导 县级领导 人 人员 负责人 领导姓名",
                    ),
                    "带队",
                    "领队",
                    "团长",
                    "带队县级领导",
                    "县级领导",
                    "县领导",
                    "领导",
                    "负责人",
                ),
            ),
            Field(
                "destination",
                "目的地",
                "name",
                (
                    "目的地",
                    *said(
                        "外出 招商 赴外 前往 考察 赴访 出访 活动 目的 到访 拟赴 考察目的 走访",
                        "地点 地区 地 区域 城市 省市 目的地",
                    ),
                    "地点",
                    "城市",
                    "省市",
                    "去向",
                    *said("所到 所去 去往 到达 目标 拜访 外访", "省市 地区 地 城市 地点"),
                    "去往",
                    "前往",
                ),
                looks=PLACES,
            ),
            Field("unit", "牵头单位", "name", UNIT_WORDS, looks=UNITS),
            Field(
                "purpose",
                "内容",
                words=(
                    *said("活动 主要 工作 考察 招商 外出 出访", "内容 主题 任务 目的 事项"),
                    "内容",
                    "事由",
                    "主题",
                ),
            ),
            *TALK_FIELDS,
            STATE,
            REMARK,
        ),
        asks=(("batch",), ("starts_on",), ("leader", "destination")),
        check=parent_check(Trip, "project"),
        write=write_trips,
    )
)
register(
    LedgerKind(
        code="talks",
        label="外出洽谈项目",
        order=21,
        hints=(
            "洽谈项目",
            "对接项目",
            "项目明细",
            "外出招商",
            "接洽项目",
            "洽谈",
            "接洽",
            "走出去",
        ),
        fields=(BATCH_NO, YEAR, *TALK_FIELDS, REMARK),
        asks=(("batch",), ("project",)),
        check=member_check(Trip, "project", "洽谈项目名称"),
        write=write_talk,
    )
)

"""The ledger of trips planned for a month (外出招商计划)."""

from __future__ import annotations

from wutong.attract.outreach.operations import trip_plans
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import (
    UNITS,
    Field,
    LedgerKind,
    register,
    register_words,
    said,
)
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.regions import PLACES, province_in
from wutong.people.imports import check_unit, leader_in, unit_of

register_words("approval", [("approved", ("已批准", "已审定", "同意", "=批准", "审批通过"))])
register_words("disapproval", [("refused", ("不同意", "未批准", "未同意", "未审定"))])


def check_plans(draft: Draft, book: Book) -> None:
    _, leader, _ = leader_in(draft.text("leader"), book)
    draft.values["leader_name"] = leader
    start = draft.get("starts_on") or draft.written("starts_on")
    draft.key = f"{start}|{leader}|{fold(draft.text('destination'))}"
    if draft.get("starts_on") is None and not draft.is_held:
        draft.say("no_date", HOLD, "没有计划时间，请补填", "starts_on")
    check_unit(draft, book)
    state = draft.text("state")
    draft.values["is_approved"] = book.words.says(
        "approval", "approved", state
    ) and not book.words.says("disapproval", "refused", state)


def write_plans(draft: Draft, book: Book, writer: Writer) -> None:
    facts = {
        "starts_on": draft.day("starts_on"),
        "ends_on": draft.day("starts_on_end"),
        "leader_name": draft.text("leader_name"),
        "destination": draft.text("destination"),
        "province": province_in(draft.text("destination")),
        "lead_unit": unit_of(draft, book),
        "purpose": draft.text("purpose")[:200],
        "is_approved": bool(draft.get("is_approved")),
        "state": draft.text("state"),
    }
    writer.put("plan", trip_plans, facts)


register(
    LedgerKind(
        code="trip_plans",
        label="外出招商计划",
        order=31,
        hints=(
            "外出招商计划",
            "外出计划",
            "招商计划",
            "出行计划",
            "出访计划",
            "外出安排",
            "招商安排",
            "月份计划",
            "月计划",
            "计划",
        ),
        fields=(
            Field(
                "starts_on",
                "计划时间",
                "span",
                (
                    "计划时间",
                    *said(
                        "计划 拟出行 拟外出 计划外出 外出 出行 出访 拟赴 拟定 拟出访 活动 招商 起止 计划出行 计划出访 拟出发 出发 赴外",
                        "时间 日期",
                    ),
                    "时间",
                    "日期",
                ),
                needed=True,
            ),
            Field(
                "leader",
                "带队领导",
                "name",
                (
                    "带队领导",
                    "带队领导（职务）",
                    *said("带队 拟带队 领队 牵头 出访 外出", "领导 县领导 县级领导 负责人 人"),
                    "领队",
                    "带队",
                    "带队人员",
                    "县级领导",
                    "县领导",
                    "领导",
                ),
            ),
            Field(
                "destination",
                "目的地",
                "name",
                (
                    "目的地",
                    *said(
                        "外出 拟赴 赴访 拟前往 前往 计划 招商 拟赴外 拟去 出访 考察 目的 拟考察 拟到",
                        "地点 地区 地 区域 城市 省市 目的地",
                    ),
                    "地点",
                    "城市",
                    "省市",
                    "去向",
                    "省份",
                    *said("所到 所去 去往 到达 目标 拜访 外访", "省市 地区 地 城市 地点"),
                    "去往",
                    "前往",
                ),
                looks=PLACES,
            ),
            Field(
                "unit",
                "牵头单位",
                "name",
                (
                    "牵头单位",
                    "承办",
                    *said("牵头 组织 责任 承办 参加 实施 主办 组团", "单位 部门"),
                    "单位",
                ),
                looks=UNITS,
            ),
            Field(
                "purpose",
                "工作内容",
                words=(
                    "工作内容",
                    "主要任务",
                    "内容",
                    "任务",
                    "拟开展工作",
                    *said("工作 主要 招商 活动 外出 拟开展 出访", "任务 内容 目的 事项 工作 活动"),
                    "考察内容",
                    "主要工作",
                    "外出事由",
                    "事由",
                ),
            ),
            Field(
                "state",
                "审批情况",
                "name",
                (
                    "审批情况",
                    *said(
                        "审批 审定 批准 审核 报批 批复 领导审批 审签", "情况 状态 意见 结果 进展"
                    ),
                    "状态",
                    "是否批准",
                    "是否审定",
                    "是否同意",
                    "审批",
                    "审批与否",
                    "备注",
                ),
                looks=r"批准|审定|同意|取消|待批|待审|审批|待定|批复",
                needed=True,
            ),
        ),
        asks=(("starts_on",), ("destination",), ("state",), ("leader", "purpose")),
        check=check_plans,
        write=write_plans,
    )
)

"""The ledger of trips planned for a month (外出招商计划)."""

from __future__ import annotations

from wutong.attract.outreach.operations import trip_plans
from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.regions import province_in
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
        hints=("外出招商计划", "外出计划", "招商计划", "出行计划"),
        fields=(
            Field(
                "starts_on",
                "计划时间",
                "span",
                ("计划时间", "拟出行时间", "拟外出时间", "计划外出时间", "时间", "计划日期", "拟定时间"),
                needed=True,
            ),
            Field("leader", "带队领导", "name", ("带队领导", "带队领导（职务）", "拟带队领导", "带队人", "带队")),
            Field("destination", "目的地", "name", ("目的地", "拟赴地区", "地点", "拟赴地", "计划地区", "拟前往地区")),
            Field("unit", "牵头单位", "name", ("牵头单位", "组织单位", "责任单位", "承办单位")),
            Field("purpose", "工作内容", words=("工作内容", "主要任务", "内容", "任务", "拟开展工作")),
            Field(
                "state",
                "审批情况",
                "name",
                ("审批情况", "审定情况", "批准情况", "审批状态", "状态", "审批意见"),
                needed=True,
            ),
        ),
        asks=(("starts_on",), ("destination",), ("state",), ("leader", "purpose")),
        check=check_plans,
        write=write_plans,
    )
)

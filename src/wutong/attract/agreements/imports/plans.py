"""The ledger of milestones that projects are to reach (节点计划)."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.agreements.imports.shelf import find_entry, key_of
from wutong.attract.projects.models import MilestonePlan
from wutong.attract.projects.operations import milestone_plans
from wutong.foundation.imports.book import HOLD, NOT_COUNTED, Book, Draft
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
    "planned_milestone",
    [
        ("commenced", ("动工", "开工")),
        ("in_production", ("投产", "建成")),
        ("signed", ("签约",)),
    ],
)


def check_milestone_plans(draft: Draft, book: Book) -> None:
    name = fold(draft.text("name"))
    kind = draft.get("kind")
    draft.key = f"{name}|{kind}"
    if not name:
        draft.say("no_name", HOLD, "没有项目名称，请补填", "name")
    if not kind:
        draft.say("unknown_milestone", HOLD, "看不出是哪类节点（签约、动工、投产），请填写", "kind")
    if draft.get("due") is None and not draft.is_held:
        draft.say("no_date", HOLD, "没有计划完成时间，请补填", "due")
    check_unit(draft, book)
    if kind == "in_production" and not draft.is_held:
        check_continuing(draft, book)


def check_continuing(draft: Draft, book: Book) -> None:
    """Report a plan to finish a project that is no continuing one (续建): it counts for nothing."""
    entry, _ = find_entry(draft, book)
    new_year = date(draft.day("due").year, 1, 1)  # type: ignore[union-attr]
    if entry is None or entry.state != "ok":
        draft.say(
            "plan_of_unknown_project", NOT_COUNTED, "项目台账中没有这个项目，节点不计入续建", "name"
        )
    elif entry.commenced_on is None:
        draft.say(
            "plan_conflict", NOT_COUNTED, "列为续建，但项目台账没有开工时间，不计入续建", "name"
        )
    elif entry.commenced_on >= new_year:
        words = f"列为续建，但项目台账的开工时间是{entry.commenced_on:%Y-%m-%d}，当年开工不算续建"
        draft.say("plan_conflict", NOT_COUNTED, words, "name")


def write_milestone_plans(draft: Draft, book: Book, writer: Writer) -> None:
    name = fold(draft.text("name"))
    facts: dict[str, Any] = {
        "project_name": name,
        "project_id": key_of(name, book),
        "kind": draft.get("kind"),
        "due_from": draft.day("due"),
        "due_on": draft.day("due_end") or draft.day("due"),
        "total_investment": draft.money("amount"),
        "lead_unit": unit_of(draft, book),
    }
    writer.put("plan", milestone_plans, facts)


def tie_plans(book: Book) -> None:
    """Give plans the project they name, where its ledger came later."""
    for plan in MilestonePlan.objects.filter(project=None):
        if key := key_of(plan.project_name, book):
            milestone_plans.amend(plan, actor=book.actor, project_id=key)


register(
    LedgerKind(
        code="milestone_plans",
        label="项目节点计划",
        order=60,
        hints=("节点计划", "节点", "推进计划", "计划转化", "转化计划", "项目计划", "推进节点"),
        fields=(
            Field(
                "kind",
                "节点类型",
                "mark:planned_milestone",
                (
                    "节点类型",
                    "类型",
                    "节点",
                    "计划节点",
                    "转化类型",
                    "目标节点",
                    "节点类别",
                    "类别",
                    "节点名称",
                    "节点目标",
                    "计划类型",
                    "推进节点",
                    "阶段",
                    "项目类型",
                    "计划类别",
                    "项目类别",
                    "工作节点",
                    "任务类型",
                    "目标",
                    "转化目标",
                    "阶段目标",
                ),
                group=True,
                needed=True,
            ),
            Field(
                "name",
                "项目名称",
                "name",
                (
                    "项目名称",
                    "名称",
                    "项目",
                    "重点项目",
                    "招商项目",
                    "节点项目",
                    "拟推进项目",
                    "计划项目",
                ),
                needed=True,
                looks=PROJECTS,
            ),
            Field(
                "amount",
                "总投资",
                "amount",
                (
                    "总投资",
                    *said("计划 项目 估算 预计", "总投资 总投资额 投资额 投资"),
                    "总投资额",
                    "投资额",
                    "投资",
                    "投资规模",
                ),
            ),
            Field(
                "due",
                "计划完成时间",
                "due",
                (
                    "计划完成时间",
                    "节点时限",
                    "完成时限",
                    "计划时间",
                    "时限",
                    *said(
                        "完成 计划完成 计划节点 节点 计划 预计完成 预计 拟完成 目标 要求完成 推进",
                        "时间 时限 日期 时间节点 月份 期限",
                    ),
                    "时间节点",
                    "时间",
                ),
                needed=True,
            ),
            Field(
                "unit",
                "责任单位",
                "name",
                (
                    "责任单位",
                    *said("责任 牵头 包抓 承办 推进 落实 包联 服务", "单位 部门"),
                    "责任乡镇（部门）",
                    "单位",
                    "部门",
                ),
                looks=UNITS,
            ),
        ),
        asks=(("name",), ("due",)),
        check=check_milestone_plans,
        write=write_milestone_plans,
        afterwards=tie_plans,
    )
)

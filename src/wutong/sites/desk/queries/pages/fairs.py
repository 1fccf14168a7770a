"""招商: fairs, who may be on their lists, and what they take to prepare."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.outreach.models import (
    AdmissionRule,
    AgendaItem,
    CeremonyItem,
    FairEdition,
    FairEntry,
    FairGuest,
    FairTask,
)
from wutong.attract.projects.models import FairProject
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, counted, register

ENTRY_TONES = {
    "拟签约": "blue", "已签约": "green", "待审核": "yellow", "未通过": "red", "撤回": "grey",
    "其他": "grey",
}  # fmt: skip
REPLY_TONES = {"参会": "green", "不参会": "grey", "未答复": "yellow"}
ON_LIST = (FairEntry.State.PROPOSED, FairEntry.State.SIGNED)
LISTED = (("1", "拟签约和已签约"), ("0", "不在名单上"))
TASK_STATES = (("open", "未完成"), ("overdue", "逾期"), ("done", "已完成"))


def on_list(rows: Any, chosen: str) -> Any:
    return rows.filter(state__in=ON_LIST) if chosen == "1" else rows.exclude(state__in=ON_LIST)


def task_state(rows: Any, state: str) -> Any:
    if state == "done":
        return rows.filter(done_on__isnull=False)
    rows = rows.filter(done_on=None)
    return rows.filter(due_on__lt=timezone.localdate()) if state == "overdue" else rows


def task_lights(task: Any) -> list[tuple[str, str]]:
    if task.done_on:
        return [("green", "已完成")]
    return [("red", "逾期")] if task.is_overdue(timezone.localdate()) else [("grey", "未完成")]


def entry_lights(entry: Any) -> list[tuple[str, str]]:
    said = entry.get_state_display()
    return [(ENTRY_TONES[said], said)]


register(
    Page(
        slug="fairs",
        model=FairEdition,
        ability="outreach.keep",
        group="对接",
        icon="building-pavilion",
        order=66,
        columns=(
            Col("fair", sub=""),
            "ordinal",
            "year",
            "held_from",
            "lead_unit",
            "quota_projects",
            "quota_amount",
            Col("entered", "参会项目", "count"),
        ),
        filters=("year",),
        search=("fair", "printed_name"),
        form=(
            ("节会", ("fair", "ordinal", "year", "printed_name")),
            ("时间地点", ("held_from", "held_until", "place", "lead_unit")),
            ("签约任务", ("quota_projects", "quota_amount")),
        ),
        annotate=counted(entered="entries"),
        order_by="-year",
    )
)
register(
    Page(
        slug="fair-entries",
        model=FairEntry,
        ability="outreach.keep",
        columns=(
            Col("project_name", sub="firm__name", sub_label="投资方"),
            "edition",
            Col("state", tones=ENTRY_TONES),
            "province",
            "amount",
            "chain",
            "lead_unit",
        ),
        filters=(
            "edition",
            "state",
            Pick("listed", "名单", LISTED, on_list),
            "lead_unit",
            "chain",
        ),
        search=("project_name", "firm__name"),
        form=(
            ("节会项目", ("edition", "project_name", "amount", "policy_class", "agreement_kind")),
            ("投资方与责任", ("firm", "province", "chain", "lead_unit")),
        ),
        facts=(
            "state_written",
            "reviewed_by",
            "reviewed_on",
            "review_reason",
            "signed_on",
            "signed_amount",
            "counted_on",
        ),
        parents=("edition", "firm", "lead_unit"),
        money="amount",
        status=entry_lights,
        sections=(
            Section("fair-projects", "entry", ("project",), title="关联的项目"),
            Section("ceremony", "entry", ("order", "our_signatory", "their_signatory")),
        ),
    )
)
register(
    Page(
        slug="fair-projects",
        model=FairProject,
        ability="projects.keep",
        columns=("project", "entry", Col("entry__edition", "届次")),
        search=("project__name", "entry__project_name"),
        form=(("关联", ("entry", "project")),),
        parents=("entry", "project"),
    )
)
register(
    Page(
        slug="fair-tasks",
        model=FairTask,
        ability="outreach.keep",
        columns=("title", "edition", "kind", "unit", "owner", "due_on", "done_on"),
        filters=("edition", "kind", "unit", Pick("state", "进度", TASK_STATES, task_state)),
        search=("title", "note"),
        form=(
            ("任务", ("edition", "kind", "title", "note")),
            ("责任", ("unit", "owner", "due_on", "done_on")),
        ),
        parents=("edition", "unit"),
        order_by="due_on",
        status=task_lights,
    )
)
register(
    Page(
        slug="fair-guests",
        model=FairGuest,
        ability="outreach.keep",
        columns=(
            Col("name", sub="title"),
            "firm",
            "edition",
            "unit",
            "invited_on",
            Col("reply", tones=REPLY_TONES),
            "attended",
        ),
        filters=("edition", "unit", "reply", "attended"),
        search=("name", "firm__name"),
        form=(
            ("嘉宾", ("edition", "name", "title", "firm", "consent", "phone")),
            ("邀请", ("unit", "invited_on", "means")),
            ("答复", ("reply", "replied_on", "attended")),
        ),
        parents=("edition", "firm"),
        order_by="pk",
    )
)
register(
    Page(
        slug="agenda",
        model=AgendaItem,
        ability="outreach.keep",
        columns=("content", "edition", "starts_at", "ends_at", "place", "chair"),
        filters=("edition",),
        search=("content", "place"),
        form=(
            ("议程", ("edition", "content", "starts_at", "ends_at", "place")),
            ("人员", ("chair", "attendees")),
        ),
        parents=("edition",),
        order_by="starts_at",
    )
)
register(
    Page(
        slug="ceremony",
        model=CeremonyItem,
        ability="outreach.keep",
        columns=(
            Col("entry__project_name", "项目名称"),
            Col("entry__edition", "届次"),
            "order",
            Col("our_signatory", sub="our_party"),
            Col("their_signatory", sub="their_party"),
            Col("entry__amount", "总投资", "money"),
        ),
        filters=("entry__edition",),
        search=("entry__project_name", "their_party"),
        form=(
            ("项目", ("entry", "order")),
            ("甲方", ("our_party", "our_signatory")),
            ("乙方", ("their_party", "their_signatory", "note")),
        ),
        parents=("entry",),
        order_by="order",
    )
)
register(
    Page(
        slug="admission-rules",
        model=AdmissionRule,
        ability="rules.set",
        columns=("words", "check_code", "fair", "since", "until", "source"),
        filters=("check_code",),
        search=("words", "source"),
        form=(
            ("条件", ("words", "check_code", "floor", "fair", "order")),
            ("施行", ("since", "until", "source")),
        ),
        order_by="order",
    )
)

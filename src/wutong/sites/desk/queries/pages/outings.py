"""招商: trips, who went, what was talked about; and the trips that are planned."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.outreach.models import (
    PlannedCall,
    PlannedUnit,
    Region,
    Talk,
    Trip,
    TripMember,
    TripPlan,
    TripStop,
)
from wutong.attract.outreach.queries import in_region, overdue
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, counted, register

CODE = Col("code", "批次号", sortable=False)
DONE = Col("is_done", "已成行")
DONE_PICK = Pick(
    "is_done",
    "成行",
    (("1", "已成行"), ("0", "未成行")),
    lambda rows, value: rows.filter(is_done=value == "1"),
)
BATCH_FORM = ("year", "number", "starts_on", "ends_on", "lead_unit", "is_done", "state")
DEBRIEF = (
    Col("debrief"),
    Col("achieved"),
    Col("problems"),
    Col("debriefed_on"),
    Col("debriefed_by"),
)


def region_choices() -> list[tuple[str, str]]:
    return [(str(region.pk), region.name) for region in Region.objects.all()]


def of_region(rows: Any, key: str) -> Any:
    region = Region.objects.filter(pk=key).first()
    return rows if region is None else in_region(rows, region)


def of_due(rows: Any, value: str) -> Any:
    if value == "overdue":
        return overdue(rows, timezone.localdate())
    return rows.filter(next_done_on=None).exclude(next_step="")


DUE_PICK = Pick("due", "跟进", (("overdue", "已逾期"), ("open", "未完成")), of_due)
REGION_PICK = Pick("region", "区域", region_choices, of_region)
STEP_TONES = {
    "草稿": "grey",
    "待批准": "yellow",
    "已批准": "blue",
    "已退回": "red",
    "已成行": "green",
    "已取消": "grey",
    "台账": "grey",
}


def plan_lights(plan: Any) -> list[tuple[str, str]]:
    words = plan.get_step_display()
    lights = [(STEP_TONES[words], words)]
    if plan.step == TripPlan.Step.LEDGER and plan.is_approved:
        lights.append(("blue", "已批准"))
    return lights


def debrief_lights(batch: Any) -> list[tuple[str, str]]:
    return [("green", "已总结")] if batch.debriefed_on else [("grey", "未总结")]


register(
    Page(
        slug="trips",
        model=Trip,
        ability="outreach.keep",
        group="对接",
        icon="plane-departure",
        order=60,
        columns=(
            CODE,
            "starts_on",
            "destination",
            "leader_name",
            "leader_rank",
            "lead_unit",
            Col("talks_held", "洽谈", "count"),
            DONE,
        ),
        filters=("year", "starts_on", "lead_unit", "leader_rank", REGION_PICK, DONE_PICK),
        search=("destination", "leader_name", "purpose"),
        form=(
            ("批次", BATCH_FORM),
            ("外出", ("destination", "leader", "leader_name", "leader_rank", "purpose", "note")),
        ),
        annotate=counted(talks_held="talks"),
        facts=DEBRIEF,
        status=debrief_lights,
        order_by="-starts_on",
        sections=(
            Section("trip-stops", "trip", ("place", "province", "order")),
            Section("trip-members", "trip", ("name", "official", "unit", "post")),
            Section("interactions", "trip", ("firm", "met_on", "outcome", "next_step")),
            Section("talks", "trip", ("project_name", "firm", "intended_amount", "progress")),
            Section("roadshows", "trip", ("code", "topic", "attendees"), is_quiet=True),
            Section(
                "trip-plans",
                "trip",
                ("destination", "starts_on", "lead_unit", "step"),
                is_quiet=True,
            ),
            Section("projects", "source_trip", ("name", "stage", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="trip-stops",
        model=TripStop,
        ability="outreach.keep",
        columns=("place", "province", "trip", "order"),
        filters=("province",),
        search=("place",),
        form=(("外出地点", ("trip", "place", "province", "order")),),
        parents=("trip",),
    )
)
register(
    Page(
        slug="trip-members",
        model=TripMember,
        ability="outreach.keep",
        columns=("name", "official", "trip", "unit", "post"),
        filters=("unit",),
        search=("name", "official__name"),
        form=(("随行人员", ("trip", "official", "name", "unit", "post")),),
        parents=("trip",),
    )
)
register(
    Page(
        slug="talks",
        model=Talk,
        ability="outreach.keep",
        columns=(
            "project_name",
            "trip",
            "firm",
            "intended_amount",
            "progress",
            Col("next_step", sub="next_due_on"),
        ),
        filters=(DUE_PICK,),
        search=("project_name", "firm__name"),
        form=(
            (
                "洽谈",
                ("trip", "project_name", "firm", "intended_amount", "progress", "interaction"),
            ),
            ("下一步", ("next_step", "next_due_on", "next_done_on", "next_result")),
        ),
        parents=("trip", "firm", "interaction"),
        money="intended_amount",
    )
)
register(
    Page(
        slug="trip-plans",
        model=TripPlan,
        ability="outreach.keep",
        group="对接",
        icon="calendar-event",
        order=68,
        columns=(
            "destination",
            "starts_on",
            "ends_on",
            "leader_name",
            "lead_unit",
            Col("step", tones=STEP_TONES),
            "is_approved",
            "state",
        ),
        filters=("lead_unit", "starts_on", "step", "is_approved"),
        search=("destination", "leader_name", "purpose"),
        form=(
            ("计划", ("starts_on", "ends_on", "destination", "province", "lead_unit", "chain")),
            ("带队", ("leader", "leader_name", "leader_rank")),
            ("内容", ("purpose", "intended")),
        ),
        facts=(
            "is_approved",
            "state",
            "made_by",
            "submitted_by",
            "submitted_on",
            "decided_by",
            "decided_on",
            "reason",
            "trip",
        ),
        status=plan_lights,
        order_by="-starts_on",
        parents=("trip",),
        tells=("calls", "units"),
        sections=(
            Section("planned-calls", "plan", ("firm_name", "why")),
            Section("planned-units", "plan", ("unit",)),
        ),
        empty="点右上角“新建”拟定一次外出，填好后提交审批；或从“导入”把台账整批读入。",
    )
)
register(
    Page(
        slug="planned-calls",
        model=PlannedCall,
        ability="outreach.keep",
        columns=("firm_name", "firm", "plan", "why"),
        search=("firm_name", "firm__name"),
        form=(("拟访企业", ("plan", "firm", "firm_name", "why")),),
        parents=("plan", "firm"),
    )
)
register(
    Page(
        slug="planned-units",
        model=PlannedUnit,
        ability="outreach.keep",
        columns=("unit", "plan"),
        filters=("unit",),
        search=("unit__name",),
        form=(("参加单位", ("plan", "unit")),),
        parents=("plan",),
    )
)

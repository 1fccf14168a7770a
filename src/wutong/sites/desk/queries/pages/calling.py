"""招商: trips, receptions, stations, fairs, and the trips that are planned."""

from __future__ import annotations

from wutong.attract.outreach.models import (
    FairEdition,
    FairEntry,
    Interaction,
    Invitation,
    Reception,
    Station,
    Talk,
    Trip,
    TripPlan,
    TripStop,
    Visitor,
)
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

register(
    Page(
        slug="trips",
        model=Trip,
        ability="outreach.keep",
        group="招商",
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
        filters=("year", "lead_unit", "leader_rank", DONE_PICK),
        search=("destination", "leader_name", "purpose"),
        form=(
            ("批次", BATCH_FORM),
            ("外出", ("destination", "leader", "leader_name", "leader_rank", "purpose", "note")),
        ),
        annotate=counted(talks_held="talks"),
        order_by="-starts_on",
        sections=(
            Section("trip-stops", "trip", ("place", "province", "order")),
            Section("talks", "trip", ("project_name", "firm", "intended_amount", "progress")),
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
        slug="talks",
        model=Talk,
        ability="outreach.keep",
        columns=("project_name", "trip", "firm", "intended_amount", "progress"),
        search=("project_name", "firm__name"),
        form=(
            (
                "洽谈",
                ("trip", "project_name", "firm", "intended_amount", "progress", "interaction"),
            ),
        ),
        parents=("trip", "firm", "interaction"),
        money="intended_amount",
    )
)
register(
    Page(
        slug="receptions",
        model=Reception,
        ability="outreach.keep",
        group="招商",
        icon="users-group",
        order=62,
        columns=(
            CODE,
            "starts_on",
            "focus",
            "host_name",
            "lead_unit",
            "headcount",
            Col("firms_received", "来访企业", "count"),
            DONE,
        ),
        filters=("year", "lead_unit", DONE_PICK),
        search=("host_name", "focus", "visitors__firm__name"),
        form=(
            ("批次", BATCH_FORM),
            ("来访", ("host", "host_name", "focus", "invited_by", "headcount", "note")),
        ),
        annotate=counted(firms_received="visitors"),
        order_by="-starts_on",
        sections=(
            Section("visitors", "reception", ("firm", "category", "is_top", "intended_amount")),
            Section("projects", "source_reception", ("name", "stage", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="visitors",
        model=Visitor,
        ability="outreach.keep",
        columns=("firm", "reception", "category", "is_top", "intended_amount"),
        filters=("is_top",),
        search=("firm__name",),
        form=(("来访企业", ("reception", "firm", "category", "is_top", "intended_amount")),),
        parents=("reception", "firm"),
        money="intended_amount",
    )
)
register(
    Page(
        slug="stations",
        model=Station,
        ability="outreach.keep",
        group="招商",
        icon="map-pin",
        order=64,
        columns=(
            CODE,
            "place",
            "province",
            "starts_on",
            "team",
            "captain",
            "lead_unit",
            Col("firms_met", "对接企业", "count"),
            DONE,
        ),
        filters=("year", "lead_unit", "province", DONE_PICK),
        search=("place", "team", "captain"),
        form=(
            ("批次", BATCH_FORM),
            ("驻点", ("place", "province", "team", "captain", "members", "note")),
        ),
        annotate=counted(firms_met="interactions"),
        order_by="-starts_on",
        sections=(
            Section("interactions", "station", ("firm", "met_on", "intended_amount", "outcome")),
            Section("projects", "source_station", ("name", "stage", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="interactions",
        model=Interaction,
        ability="outreach.keep",
        group="招商",
        icon="messages",
        order=59,
        columns=(
            Col("firm", sub="met_with"),
            "met_on",
            "kind",
            Col("unit"),
            "intended_amount",
            "outcome",
            Col("next_step", sub="next_due_on"),
            "next_done_on",
        ),
        filters=("unit", "kind", "met_on"),
        search=("firm__name", "summary", "met_with"),
        form=(
            ("对接", ("unit", "firm", "met_on", "kind", "place", "person", "met_with")),
            ("场合", ("station", "trip", "reception", "edition")),
            ("内容", ("summary", "intended_amount", "outcome")),
            ("下一步", ("next_step", "next_due_on", "next_done_on", "next_result")),
        ),
        facts=("recorded_by",),
        order_by="-met_on",
        parents=("firm", "station", "trip", "reception", "edition", "person"),
        sections=(
            Section("invitations", "interaction", ("visited_on",)),
            Section("talks", "interaction", ("project_name", "trip", "progress")),
        ),
        money="intended_amount",
    )
)
register(
    Page(
        slug="invitations",
        model=Invitation,
        ability="outreach.keep",
        columns=(
            Col("interaction__firm", "受邀企业"),
            "interaction__station",
            "interaction__met_on",
            "visited_on",
        ),
        filters=("visited_on",),
        search=("interaction__firm__name",),
        form=(("邀请来访", ("interaction", "visited_on")),),
        parents=("interaction",),
    )
)
register(
    Page(
        slug="fairs",
        model=FairEdition,
        ability="outreach.keep",
        group="招商",
        icon="building-pavilion",
        order=66,
        columns=(
            Col("fair", sub=""),
            "ordinal",
            "year",
            Col("entered", "参会项目", "count"),
        ),
        filters=("year",),
        search=("fair",),
        form=(("节会", ("fair", "ordinal", "year")),),
        annotate=counted(entered="entries"),
        order_by="-year",
        sections=(
            Section("fair-entries", "edition", ("project_name", "state", "amount", "lead_unit")),
        ),
    )
)
register(
    Page(
        slug="fair-entries",
        model=FairEntry,
        ability="outreach.keep",
        columns=(
            "project_name",
            "edition",
            "state",
            "firm",
            "province",
            "amount",
            "chain",
            "lead_unit",
        ),
        filters=("edition", "state", "lead_unit", "chain"),
        search=("project_name", "firm__name"),
        form=(
            ("节会项目", ("edition", "project_name", "state", "state_written", "amount")),
            ("投资方与责任", ("firm", "province", "chain", "lead_unit")),
        ),
        parents=("edition", "firm"),
        money="amount",
    )
)
register(
    Page(
        slug="trip-plans",
        model=TripPlan,
        ability="outreach.keep",
        group="招商",
        icon="calendar-event",
        order=68,
        columns=(
            "destination",
            "starts_on",
            "ends_on",
            "leader_name",
            "lead_unit",
            "is_approved",
            "state",
        ),
        filters=("lead_unit", "starts_on", "is_approved"),
        search=("destination", "leader_name", "purpose"),
        form=(
            ("计划", ("starts_on", "ends_on", "destination", "province", "leader_name")),
            ("安排", ("lead_unit", "purpose", "is_approved", "state")),
        ),
        order_by="-starts_on",
    )
)

"""招商: firms met on whatever occasion, and their invitations."""

from __future__ import annotations

from wutong.attract.outreach.models import Interaction, Invitation
from wutong.sites.desk.queries.pages.outings import DUE_PICK
from wutong.sites.desk.queries.pages.shape import Col, Page, Section, register

register(
    Page(
        slug="interactions",
        model=Interaction,
        ability="outreach.keep",
        group="对接",
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
        filters=("unit", "kind", "met_on", DUE_PICK),
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

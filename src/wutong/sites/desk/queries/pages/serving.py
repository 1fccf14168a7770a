"""服务: tickets, payouts, and the reviews that payouts rest on."""

from __future__ import annotations

from typing import Any

from wutong.compliance.models import Review
from wutong.serve.aftercare.models import Ticket
from wutong.serve.policies.models import Payout
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, register

TICKET_STATES = (("open", "未办结"), ("closed", "已办结"))
REVIEW_TONES = {
    "审查中": "yellow",
    "符合，可实施": "green",
    "适用例外，可实施": "green",
    "不符合，不得实施": "red",
}


def ticket_state(rows: Any, state: str) -> Any:
    return rows.filter(closed_on__isnull=state == "open")


def ticket_lights(ticket: Any) -> list[tuple[str, str]]:
    return [("green", "已办结")] if ticket.closed_on else [("yellow", "未办结")]


def review_lights(review: Any) -> list[tuple[str, str]]:
    said = review.get_conclusion_display()
    return [(REVIEW_TONES.get(said, "grey"), said)]


register(
    Page(
        slug="tickets",
        model=Ticket,
        ability="aftercare.keep",
        group="服务",
        icon="message-2-exclamation",
        order=10,
        columns=(
            Col("request", sub="project_name"),
            "firm",
            "kind",
            "raised_on",
            "unit",
            "closed_on",
            "state",
        ),
        filters=(Pick("open", "办结", TICKET_STATES, ticket_state), "kind", "unit", "raised_on"),
        search=("request", "project_name", "firm__name"),
        form=(
            ("诉求", ("firm", "project", "project_name", "kind", "request", "raised_on")),
            ("办理", ("unit", "closed_on", "state")),
        ),
        parents=("project", "firm", "unit"),
        status=ticket_lights,
        order_by="-raised_on",
    )
)
register(
    Page(
        slug="payouts",
        model=Payout,
        ability="policies.keep",
        group="服务",
        icon="coin-yuan",
        order=20,
        columns=("firm", "instrument", "year", "amount", "paid_on", "basis", "review"),
        filters=("instrument", "year", "paid_on"),
        search=("firm__name", "basis"),
        form=(
            ("兑现", ("firm", "instrument", "instrument_written", "year", "amount", "paid_on")),
            ("依据", ("basis", "review")),
        ),
        parents=("firm", "review"),
        money="amount",
        order_by="-year",
    )
)
register(
    Page(
        slug="reviews",
        model=Review,
        ability="compliance.review",
        group="服务",
        icon="scale",
        order=30,
        columns=(
            "measure",
            "legal_basis",
            "document_number",
            Col("conclusion", tones=REVIEW_TONES),
            "concluded_on",
        ),
        filters=("conclusion", "concluded_on"),
        search=("measure", "legal_basis", "document_number"),
        form=(("审查", ("measure", "legal_basis", "document_number")),),
        facts=("conclusion", "concluded_on"),
        status=review_lights,
        sections=(Section("payouts", "review", ("firm", "year", "amount"), "据此兑现"),),
        empty="登记一项政策措施的公平竞争审查：先写明法律依据，再给出结论。",
    )
)

"""招商: what the chains lack, and the firms that the county wants for them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.chains.models import ChainGap, TargetFirm
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, counted, register

STATE_TONES = {
    "未接触": "grey", "已接触": "blue", "洽谈中": "blue", "有投资意向": "yellow", "已签约": "green",
    "放弃": "grey",
}  # fmt: skip
ENDED = (TargetFirm.State.SIGNED, TargetFirm.State.DROPPED)
DUE = (("late", "逾期"), ("due", "待办"), ("none", "没有下次动作"))


def by_due(rows: Any, due: str) -> Any:
    if due == "none":
        return rows.filter(next_due_on=None).exclude(state__in=ENDED)
    rows = rows.filter(next_due_on__isnull=False).exclude(state__in=ENDED)
    today = timezone.localdate()
    return rows.filter(next_due_on__lt=today) if due == "late" else rows


def target_lights(target: Any) -> list[tuple[str, str]]:
    said = target.get_state_display()
    lights = [(STATE_TONES[said], said)]
    due = target.next_due_on
    if due and due < timezone.localdate() and target.state not in ENDED:
        lights.append(("red", "下次动作逾期"))
    return lights


register(
    Page(
        slug="chain-gaps",
        model=ChainGap,
        ability="chains.keep",
        group="企业",
        icon="puzzle",
        order=86,
        columns=(
            "node",
            "chain",
            "tier",
            "move",
            "basis",
            "since",
            Col("wanted", "目标企业", "count"),
        ),
        filters=("chain", "tier", "move"),
        search=("node", "needs"),
        form=(("环节", ("chain", "tier", "node", "move")), ("需求", ("needs", "basis", "since"))),
        parents=("chain",),
        annotate=counted(wanted="target_firms"),
        order_by="chain__name",
        sections=(Section("target-firms", "gap", ("firm", "state", "next_step", "next_due_on")),),
    )
)
register(
    Page(
        slug="target-firms",
        model=TargetFirm,
        ability="outreach.keep",
        group="企业",
        icon="target-arrow",
        order=87,
        columns=(
            Col("firm", sub="city"),
            "chain",
            "province",
            "move",
            Col("state", tones=STATE_TONES),
            "lead_unit",
            "sponsor",
            Col("next_step", sub="next_due_on"),
        ),
        filters=(
            "chain",
            "province",
            "move",
            "state",
            "lead_unit",
            Pick("due", "下次动作", DUE, by_due),
        ),
        search=("firm__name", "why", "city"),
        form=(
            ("企业", ("firm", "province", "city", "chain", "gap", "move")),
            ("为什么", ("why", "intent")),
            ("责任", ("lead_unit", "sponsor", "state", "next_step", "next_due_on")),
        ),
        parents=("chain", "firm", "gap", "lead_unit"),
        order_by="next_due_on",
        status=target_lights,
    )
)

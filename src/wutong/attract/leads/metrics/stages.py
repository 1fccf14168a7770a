"""Leads from their registration to a project or their loss, as the rows that are counted."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from wutong.attract.leads.models import Inquiry, Lead
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric, Ratio
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords

USAGE = "默认口径，县可另定"
DIMENSIONS = {
    "unit": "unit_id",
    "chain": "chain_id",
    "channel": "channel",
    "reason": "loss_reason_id",
}
COLUMNS = (
    Column("线索", "title"),
    Column("投资方", "firm_name"),
    Column("招商方式", "get_channel_display"),
    Column("收到时间", "received_at", "date"),
    Column("状态", "get_state_display"),
    Column("总投资", "total_investment", "money"),
    Column("办结日期", "closed_on", "date"),
    Column("流失原因", "loss_reason"),
    Column("承办单位", "unit"),
)
RELATED = ("unit", "loss_reason")


def moments(ask: Ask) -> tuple[datetime, datetime]:
    """Return the first and last moment of the period here, for what is known to the minute."""
    first, last = ask.span
    return (
        timezone.make_aware(datetime.combine(first, time.min)),
        timezone.make_aware(datetime.combine(last, time.max)),
    )


def received(ask: Ask) -> CountyRecords[Any]:
    return Lead.history.known(ask.known_at).filter(received_at__range=moments(ask))


def closed(ask: Ask, state: str) -> CountyRecords[Any]:
    known = Lead.history.known(ask.known_at)
    return known.filter(state=state, closed_on__range=ask.span)


def leads_metric(code: str, label: str, definition: str, rows: Any, dated: str) -> Metric:
    return register(
        Metric(
            code=code,
            label=label,
            unit="条",
            definition=definition,
            source=USAGE,
            rows=rows,
            dated=dated,
            dimensions=DIMENSIONS,
            columns=COLUMNS,
            related=RELATED,
        )
    )


registered = leads_metric(
    "leads_registered", "招商线索", "期内收到并登记的线索，不论后来如何", received, "received_at"
)
turned = leads_metric(
    "leads_turned",
    "收到的线索中已转项目",
    "期内收到的线索中，现为“已转项目”的",
    lambda ask: received(ask).filter(state=Lead.State.PROJECT),
    "received_at",
)
leads_metric(
    "leads_closed_as_projects",
    "线索转项目",
    "期内转为项目的线索，按办结日期计",
    lambda ask: closed(ask, Lead.State.PROJECT),
    "closed_on",
)
leads_metric(
    "leads_lost",
    "流失线索",
    "期内登记流失的线索，按办结日期计",
    lambda ask: closed(ask, Lead.State.LOST),
    "closed_on",
)
register(
    Ratio(
        code="lead_conversion_rate",
        label="线索转化率",
        definition="收到的线索中已转项目的 ÷ 期内收到的线索（同一批线索）",
        source=USAGE,
        part=turned,
        whole=registered,
    )
)
register(
    Metric(
        code="inquiries_received",
        label="投资咨询",
        unit="件",
        definition="期内收到的投资咨询，包括已转线索和已答复的",
        source=USAGE,
        rows=lambda ask: Inquiry.history.known(ask.known_at).filter(
            received_at__range=moments(ask)
        ),
        dated="received_at",
        dimensions={"unit": "unit_id"},
        columns=(
            Column("收到时间", "received_at", "date"),
            Column("咨询方", "firm_name"),
            Column("渠道", "get_way_display"),
            Column("状态", "get_state_display"),
            Column("承办单位", "unit"),
        ),
        related=("unit",),
    )
)

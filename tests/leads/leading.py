"""Leads as tests need them: full, empty, judged; made through the operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.world import World
from wutong.attract.leads.models import Judgement, Lead
from wutong.attract.leads.operations import judge_lead, register_lead

INVESTOR = "宁波某某精密铸件有限公司"
FULL = {
    "sector": "manufacturing",
    "circumstance": "none",
    "investor_intro": "年产值20亿元的铸件企业",
    "summary": "年产十万吨精密铸件",
    "process": "消失模铸造",
    "total_investment": Decimal(120_000_000),
    "fixed_investment": Decimal(70_000_000),
    "land_need": "工业用地80亩",
    "energy_need": "年用电3000万千瓦时",
    "environment_need": "须环评",
    "expected_output": Decimal(300_000_000),
}


def at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def a_lead(world: World, title: str = "精密铸件项目", *, actor: Any = None, **facts: Any) -> Lead:
    """Register a lead of 青石镇 that was received ten days ago."""
    given = {
        "firm_name": INVESTOR,
        "unit": world.qingshi,
        "received_at": at(days_ago(10)),
        "channel": "station",
        **facts,
    }
    return register_lead(title=title, actor=actor or world.recorder, **given)


def a_fit_lead(world: World, **facts: Any) -> Lead:
    """Register a full lead of a known firm, and judge it fit."""
    world.a_firm(facts.get("firm_name", INVESTOR), province="浙江省", origin="outside")
    lead = a_lead(world, **{**FULL, **facts})
    judge(world, lead)
    return lead


def judge(world: World, lead: Lead, verdict: str = "fit", **facts: Any) -> Judgement:
    given = {"on": days_ago(8), "actor": world.recorder, **facts}
    made = judge_lead(lead, verdict=verdict, **given)
    lead.refresh_from_db()
    return made

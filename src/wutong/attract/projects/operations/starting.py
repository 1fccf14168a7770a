"""Making a project of a lead: its facts go over, and each points at the other."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.leads.access import keeps_leads
from wutong.attract.leads.models import Lead
from wutong.attract.leads.operations import become_project
from wutong.attract.projects.models import Project
from wutong.attract.projects.operations.records import projects
from wutong.foundation.operations import Refused, operation


def can_start(official: Any, lead: Lead) -> bool:
    return keeps_leads(official, lead) and bool(official.may("projects.keep", lead.unit_id))


@operation("projects.started_from_lead", allowed=can_start)
def start_project(lead: Lead, *, name: str, on: date, actor: Any) -> Project:
    """Make a project of a lead, with what was known of it, and close the lead.

    The credit agreed when the lead went over to its unit is proposed with the project, for who
    shares credit to confirm (`leads.queries.proposed_shares`).
    """
    if lead.firm is None:
        raise Refused("请先核实投资方主体：登记企业，并在线索上填“企业”")
    if Project.objects.filter(lead=lead).exists():
        raise Refused("这条线索已转成项目")
    become_project(lead, on=on, actor=actor)
    lead.refresh_from_db()
    return projects.record(
        name=name,
        lead=lead,
        referral=lead.referral,
        investor=lead.firm,
        origin=lead.firm.origin,
        investor_place="".join(filter(None, [lead.firm.province, lead.firm.city])),
        lead_unit=lead.unit,
        chain=lead.chain,
        industry=lead.get_sector_display() if lead.sector else "",
        total_investment=lead.total_investment,
        content=lead.summary,
        channel=lead.channel,
        source_trip=lead.trip,
        source_reception=lead.reception,
        source_station=lead.station,
        source_written=str(lead.edition or lead.roadshow or ""),
        actor=actor,
    )

"""Telling what came of it: the debrief of a batch (总结), a station's weekly report (周报)."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.outreach.models import Batch, StationReport
from wutong.attract.outreach.operations.planning import approves
from wutong.attract.outreach.operations.records import ours
from wutong.attract.outreach.queries import week_of
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend


@operation("outreach.debriefed", allowed=ours)
def debrief(
    batch: Batch, *, on: date, actor: Any, text: str, achieved: str = "", problems: str = ""
) -> Batch:
    """Say what was done on a trip, reception, station or roadshow, and what came of it."""
    if not text.strip():
        raise Refused("请写总结：去了哪里、见了谁、谈了什么")
    if on < batch.starts_on:
        raise Refused(f"{batch}还没有开始，不能写总结")
    facts = {"debrief": text, "achieved": achieved, "problems": problems}
    return amend(batch, {**facts, "debriefed_on": on, "debriefed_by": actor})


@operation("outreach.station_report_handed_in", allowed=ours)
def hand_in_report(report: StationReport, *, on: date, actor: Any) -> StationReport:
    """Hand in a week's report: what was counted that week stands with it from now on."""
    if report.state == StationReport.State.HANDED_IN:
        raise Refused("这份周报已报送")
    if on < report.week:
        raise Refused("这一周还没有开始，不能报送")
    week = week_of(report.station, report.week)
    return amend(
        report,
        {
            "state": StationReport.State.HANDED_IN,
            "handed_in_by": actor,
            "handed_in_on": on,
            "interactions_counted": week.interactions.count(),
            "invitations_counted": week.invitations.count(),
            "leads_counted": week.leads.count(),
            "returned_for": "",
        },
    )


@operation("outreach.station_report_returned", allowed=approves)
def return_report(report: StationReport, *, reason: str, actor: Any) -> StationReport:
    """Send a weekly report back to be changed; its counts are taken anew when it comes again."""
    if report.state != StationReport.State.HANDED_IN:
        raise Refused("这份周报还没有报送")
    if not reason.strip():
        raise Refused("请写明退回的原因")
    counts = dict.fromkeys(("interactions_counted", "invitations_counted", "leads_counted"))
    back = {"state": StationReport.State.DRAFT, "handed_in_by": None, "handed_in_on": None}
    return amend(report, {**back, **counts, "returned_for": reason})

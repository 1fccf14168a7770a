"""The ordinary operations of trips, receptions, stations, roadshows, fairs and plans."""

from wutong.attract.outreach.models import (
    Cost,
    Interaction,
    Invitation,
    ItineraryStop,
    OutreachQuota,
    PlannedCall,
    PlannedUnit,
    Reception,
    ReceptionHost,
    Region,
    Roadshow,
    RoadshowGuest,
    Station,
    StationMember,
    StationReport,
    Talk,
    Trip,
    TripMember,
    TripPlan,
    TripStop,
    Visitor,
)
from wutong.foundation.files.models import let_own
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused
from wutong.people.access import county_wide, keeps

ours = keeps("outreach.keep")

trips = keep(Trip, "outreach.trip", allowed=ours)
trip_stops = keep(TripStop, "outreach.stop", allowed=ours)
talks = keep(Talk, "outreach.talk", allowed=ours)
receptions = keep(Reception, "outreach.reception", allowed=ours)
visitors = keep(Visitor, "outreach.visitor", allowed=ours)
stations = keep(Station, "outreach.station", allowed=ours)
interactions = keep(Interaction, "outreach.interaction", allowed=ours)
invitations = keep(Invitation, "outreach.invitation", allowed=ours)


def while_draft(plan: TripPlan) -> None:
    """Refuse to change a plan that is being judged, or has been."""
    if plan.is_frozen:
        raise Refused(f"这份计划{plan.get_step_display()}，内容不能再改；要改请先退回或取消")


def while_plan_is_draft(part: PlannedCall | PlannedUnit) -> None:
    while_draft(part.plan)


def until_handed_in(report: StationReport) -> None:
    if report.is_frozen:
        raise Refused("这份周报已报送，不能再改；确需修改的，请有审批权限的人退回")


trip_plans = keep(TripPlan, "outreach.plan", allowed=ours, guard=while_draft)
planned_calls = keep(PlannedCall, "outreach.call", allowed=ours, guard=while_plan_is_draft)
planned_units = keep(PlannedUnit, "outreach.planned_unit", allowed=ours, guard=while_plan_is_draft)
trip_members = keep(TripMember, "outreach.trip_member", allowed=ours)
itinerary_stops = keep(ItineraryStop, "outreach.itinerary_stop", allowed=ours)
reception_hosts = keep(ReceptionHost, "outreach.host", allowed=ours)
station_members = keep(StationMember, "outreach.station_member", allowed=ours)
station_reports = keep(
    StationReport, "outreach.station_report", allowed=ours, guard=until_handed_in
)
roadshows = keep(Roadshow, "outreach.roadshow", allowed=ours)
roadshow_guests = keep(RoadshowGuest, "outreach.guest", allowed=ours)
regions = keep(Region, "outreach.region", allowed=county_wide("outreach.keep"))
outreach_quotas = keep(OutreachQuota, "outreach.quota", allowed=county_wide("rules.set"))
costs = keep(Cost, "outreach.cost", allowed=ours)

let_own(Interaction, allowed=ours)  # photos taken at the visit

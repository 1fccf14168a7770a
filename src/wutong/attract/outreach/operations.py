"""Every way trips, receptions, stations, fairs and plans can change."""

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
from wutong.foundation.keeping import keep
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
fair_editions = keep(FairEdition, "outreach.edition", allowed=county_wide("outreach.keep"))
fair_entries = keep(FairEntry, "outreach.entry", allowed=ours)
trip_plans = keep(TripPlan, "outreach.plan", allowed=ours)

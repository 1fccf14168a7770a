"""Going out and inviting in: trips (走出去), receptions (请进来), stations (驻点), fairs (节会)."""

from wutong.attract.outreach.models.batches import STANDING, Batch
from wutong.attract.outreach.models.channels import Channel
from wutong.attract.outreach.models.costs import Cost
from wutong.attract.outreach.models.fair_work import (
    AgendaItem,
    CeremonyItem,
    FairGuest,
    FairTask,
)
from wutong.attract.outreach.models.fairs import AdmissionRule, FairEdition, FairEntry
from wutong.attract.outreach.models.interactions import Interaction, Invitation, Talk
from wutong.attract.outreach.models.plans import PlannedCall, PlannedUnit, TripPlan
from wutong.attract.outreach.models.quotas import OutreachQuota, Region
from wutong.attract.outreach.models.receptions import (
    ItineraryStop,
    Reception,
    ReceptionHost,
    Visitor,
)
from wutong.attract.outreach.models.roadshows import Roadshow, RoadshowGuest
from wutong.attract.outreach.models.stations import Station, StationMember, StationReport
from wutong.attract.outreach.models.trips import Trip, TripMember, TripStop

__all__ = [
    "STANDING",
    "AdmissionRule",
    "AgendaItem",
    "Batch",
    "CeremonyItem",
    "Channel",
    "Cost",
    "FairEdition",
    "FairEntry",
    "FairGuest",
    "FairTask",
    "Interaction",
    "Invitation",
    "ItineraryStop",
    "OutreachQuota",
    "PlannedCall",
    "PlannedUnit",
    "Reception",
    "ReceptionHost",
    "Region",
    "Roadshow",
    "RoadshowGuest",
    "Station",
    "StationMember",
    "StationReport",
    "Talk",
    "Trip",
    "TripMember",
    "TripPlan",
    "TripStop",
    "Visitor",
]

"""Going out and inviting in: trips (走出去), receptions (请进来), stations (驻点), fairs (节会)."""

from wutong.attract.outreach.models.batches import STANDING, Batch
from wutong.attract.outreach.models.fairs import FairEdition, FairEntry
from wutong.attract.outreach.models.interactions import Interaction, Invitation, Talk
from wutong.attract.outreach.models.receptions import Reception, Visitor
from wutong.attract.outreach.models.stations import Station
from wutong.attract.outreach.models.trips import Trip, TripPlan, TripStop

__all__ = [
    "STANDING",
    "Batch",
    "FairEdition",
    "FairEntry",
    "Interaction",
    "Invitation",
    "Reception",
    "Station",
    "Talk",
    "Trip",
    "TripPlan",
    "TripStop",
    "Visitor",
]

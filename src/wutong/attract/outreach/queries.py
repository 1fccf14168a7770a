"""Which batches count: trips that county leaders led, receptions, tours of duty."""

from __future__ import annotations

from wutong.attract.outreach.models import Reception, Station, Trip
from wutong.metrics.asking import Ask
from wutong.people.models import CountyRecords, Official

LED_BY_LEADERS = (Official.Rank.PRINCIPAL, Official.Rank.COUNTY_LEADER)


def trips(ask: Ask, *ranks: str) -> CountyRecords[Trip]:
    """Return trips that took place and began in the period, led by one of these ranks."""
    known = Trip.history.known(ask.known_at).filter(is_done=True, starts_on__range=ask.span)
    return known.filter(leader_rank__in=ranks) if ranks else known


def receptions(ask: Ask) -> CountyRecords[Reception]:
    known = Reception.history.known(ask.known_at)
    return known.filter(is_done=True, starts_on__range=ask.span)


def stations(ask: Ask) -> CountyRecords[Station]:
    """Return tours of duty in the province that the rules name, begun in the period."""
    known = Station.history.known(ask.known_at)
    return known.filter(
        is_done=True, starts_on__range=ask.span, province=ask.rule("station_province")
    )

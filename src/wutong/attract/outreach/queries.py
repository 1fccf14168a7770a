"""Which batches count, what a station did in a week, and which region a batch touches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q

from wutong.attract.outreach.models import (
    Interaction,
    Invitation,
    Reception,
    Region,
    Roadshow,
    Station,
    Trip,
)
from wutong.attract.outreach.models.stations import monday
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


def complete_leads(rows: Any) -> Any:
    """Return the interactions that are complete leads: content, scale, investor and a contact.

    As assessment rules for stationed teams have it (各地驻外招商考核办法): 内容、规模、投资方名称和
    联系方式.
    """
    told = rows.exclude(summary="").filter(intended_amount__isnull=False)
    return told.filter(~Q(met_with="") | Q(person__isnull=False))


@dataclass(frozen=True)
class Week:
    """What a station did in one week; interactions by the day they were, visits by theirs."""

    interactions: Any
    invitations: Any
    leads: Any


def week_of(station: Station, day: date) -> Week:
    """Return what a station did in the week that `day` lies in."""
    first = monday(day)
    span = (first, first + timedelta(days=6))
    met = Interaction.objects.filter(station=station, met_on__range=span)
    invited = Invitation.objects.filter(interaction__in=met)
    return Week(met, invited, complete_leads(met))


def station_of(official: Any, day: date) -> Station | None:
    """Return the station on whose team an official is that day; the latest begun, if several."""
    present = Q(team_members__since=None) | Q(team_members__since__lte=day)
    present &= Q(team_members__until=None) | Q(team_members__until__gte=day)
    own = Q(
        team_members__official=official,
        team_members__version_of=None,
        team_members__retired_at=None,
    )
    on_duty = Station.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    return on_duty.filter(present, own).order_by("-starts_on", "-pk").first()


REGION_PATHS: dict[type[Any], tuple[str, ...]] = {  # where a batch says which places it touches
    Trip: ("stops__province", "stops__place"),
    Station: ("province", "place"),
    Roadshow: ("province", "place"),
    Reception: ("visitors__firm__province", "visitors__firm__city"),
}


def in_region(rows: Any, region: Region) -> Any:
    """Return the batches that touch a region: by province, or by a city that a place names."""
    province, place = REGION_PATHS[rows.model]
    wanted = Q(pk__in=[])
    for name in region.names_of("provinces"):
        wanted |= Q(**{f"{province}__startswith": name})
    for name in region.names_of("cities"):
        wanted |= Q(**{f"{place}__contains": name})
    stands = Q()
    if "__" in place:
        link = place.split("__")[0]
        stands = Q(**{f"{link}__version_of": None, f"{link}__retired_at": None})
    return rows.filter(pk__in=rows.model.objects.filter(wanted & stands).values("pk"))


def overdue(rows: Any, today: date) -> Any:
    """Return the interactions or talks whose next step is past its day and not done."""
    return rows.filter(next_due_on__lt=today, next_done_on=None).exclude(next_step="")


def following_number(kind: Any, year: int) -> int:
    """Return the number after the last of a year's batches."""
    last = kind.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1

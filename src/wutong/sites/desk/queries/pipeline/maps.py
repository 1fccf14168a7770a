"""Projects by township and park: how many, over how much, and which shape of the map is whose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum

from wutong.foundation.money import in_wan
from wutong.people.models import CountyMap, Unit
from wutong.people.queries import match_shapes
from wutong.sites.desk.queries.pipeline.narrowing import with_place


@dataclass(frozen=True)
class Place:
    """A township, park or other unit, and the projects that stand there."""

    key: int
    name: str
    count: int
    investment: Decimal
    url: str
    shape: str = ""  # its name on the map; "" where the map does not show it


@dataclass(frozen=True)
class Drawing:
    """What the map page shows: the places, and how map and units agree."""

    chart: CountyMap | None
    places: list[Place]
    unmatched: list[str]

    @property
    def unshown(self) -> list[str]:
        """Return the places with projects that the map has no shape for."""
        return [place.name for place in self.places if not place.shape]

    @property
    def as_data(self) -> dict[str, Any]:
        return {
            "places": [
                {
                    "shape": place.shape,
                    "name": place.name,
                    "count": place.count,
                    "wan": float(in_wan(place.investment)),
                    "url": place.url,
                }
                for place in self.places
                if place.shape
            ]
        }


def latest_map() -> CountyMap | None:
    rows: Any = CountyMap.objects
    latest: CountyMap | None = rows.order_by("-pk").first()
    return latest


def drawing_of(rows: Any, asked: dict[str, Any]) -> Drawing:
    """Return where these projects stand, the most first; in a few queries, however many."""
    sums = list(
        with_place(rows)
        .order_by()
        .values("place")
        .annotate(count=Count("pk"), investment=Sum("total_investment"))
    )
    units = Unit.objects.in_bulk([each["place"] for each in sums])
    chart = latest_map()
    shapes, unmatched = {}, []
    if chart is not None:
        names = [each["properties"]["name"] for each in chart.boundaries["features"]]
        matching = match_shapes(names)
        unmatched = matching.unmatched
        shapes = {key: name for name, key in matching.units.items()}
    kept = {name: value for name, value in asked.items() if value not in (None, "")}
    places = [
        Place(
            each["place"],
            named(units.get(each["place"])),
            each["count"],
            each["investment"] or Decimal(0),
            f"/pipeline/projects/?{urlencode({**kept, 'place': each['place']})}",
            shapes.get(each["place"], ""),
        )
        for each in sums
    ]
    return Drawing(chart, sorted(places, key=lambda p: (-p.count, -p.investment)), unmatched)


def named(unit: Unit | None) -> str:
    return (unit.short_name or unit.name) if unit is not None else "未填"

"""The headline figures of the county, as the catalogue defines them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse

from wutong.foundation.money import in_wan, plain, rounded
from wutong.foundation.periods import Period
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import number, wan
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Metric
from wutong.metrics.registry import catalogue
from wutong.people.models import Unit

HEADLINES = (
    "projects_registered",
    "contracted_amount",
    "commencement_rate",
    "funds_in_place",
    "funds_in_place_growth",
)
BY_UNIT = ("projects_registered", "contracted_amount", "funds_in_place")


@dataclass(frozen=True)
class Tile:
    label: str
    value: Any
    unit: str
    url: str
    note: str = ""


def headlines(period: Period) -> list[Tile]:
    """Return the figures that the catalogue has; one that a rule is missing for says so."""
    ask = Ask.of(period)
    known = [catalogue[code] for code in HEADLINES if code in catalogue]
    return [tile(figure, ask) for figure in known]


def tile(figure: Any, ask: Ask) -> Tile:
    url = figure_url(figure.code, ask.period)
    try:
        value = figure.value(ask) if figure.has_data(ask) else None
    except LookupError as missing:
        return Tile(figure.label, None, "", url, str(missing))
    if value is None:
        return Tile(figure.label, None, "", url, "本期没有数据")
    if figure.unit == "元":
        yi = abs(value) >= Decimal(100_000_000)
        shown = in_wan(value) / (10_000 if yi else 1)
        return Tile(figure.label, shown, "亿元" if yi else "万元", url)
    if figure.unit == "%":
        return Tile(figure.label, f"{plain(rounded(Decimal(value), 1))}", "%", url)
    return Tile(figure.label, value, figure.unit, url)


def figure_url(code: str, period: Period) -> str:
    try:
        return f"{reverse('figure', args=[code])}?period={period.code}"
    except NoReverseMatch:
        return ""


def by_unit(period: Period) -> tuple[list[Column], list[Row]]:
    """Return the main figures unit by unit, the largest first."""
    ask, tables = Ask.of(period), []
    for code in BY_UNIT:
        figure = catalogue.get(code)
        if isinstance(figure, Metric) and "unit" in figure.dimensions:
            try:
                tables.append((figure, figure.by("unit", ask)))
            except LookupError:
                continue
    if not tables:
        return [], []
    columns = [Column("unit", "责任单位")]
    columns += [Column(f.code, heading(f), numeric=True) for f, _ in tables]
    units = Unit.objects.in_bulk({unit for _, parts in tables for unit in parts if unit})
    order = sorted(units, key=lambda u: [-parts.get(u, Decimal(0)) for _, parts in tables[::-1]])
    return columns, [unit_row(units[key], tables) for key in order]


def heading(figure: Metric) -> str:
    return f"{figure.label}（{'万元' if figure.unit == '元' else figure.unit}）"


def unit_row(unit: Unit, tables: list[tuple[Metric, dict[Any, Decimal]]]) -> Row:
    cells = [Cell(str(unit))]
    for figure, parts in tables:
        value = parts.get(unit.pk, Decimal(0))
        cells.append(Cell(wan(value) if figure.unit == "元" else number(value), numeric=True))
    return Row(cells, url=f"/units/{unit.pk}/")

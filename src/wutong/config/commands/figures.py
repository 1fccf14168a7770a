"""`wutong figures`: every figure of a period, in all, by unit and by month."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from typing import Any

from wutong.config.commands.asking import add_asking, asked
from wutong.foundation.money import in_wan, plain, rounded
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Figure, Growth, Metric, Names, Ratio
from wutong.metrics.registry import catalogue
from wutong.people.models import Unit

NAME = "figures"
HELP = "列出某一时段的全部指标：全县、分单位、分月"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_asking(parser)
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    ask = asked(options)
    units = dict(Unit.objects.values_list("pk", "name"))
    told = {
        "period": ask.period.code,
        "cutoff": ask.cutoff.isoformat(),
        "metrics": [describe(figure, ask, units) for figure in catalogue.values()],
    }
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else in_lines(told))
    return 0


def describe(figure: Figure, ask: Ask, units: dict[int, str]) -> dict[str, Any]:
    """Return a figure in its unit (money in 万元, exact), as decimal strings."""
    told: dict[str, Any] = {
        "code": figure.code,
        "label": figure.label,
        "unit": unit_of(figure),
        "definition": figure.definition,
        "source": figure.source,
        "value": list(figure.printed(ask))
        if isinstance(figure, Names)
        else spoken(figure, figure.value(ask)),
        "rows": figure.size(ask),
    }
    if figure.gate and (reason := figure.gate(ask)):
        told["withheld"] = reason
    if isinstance(figure, Metric):
        if "unit" in figure.dimensions:
            found = figure.by("unit", ask)
            told["by_unit"] = {units.get(k, ""): spoken(figure, v) for k, v in found.items()}
        if figure.dated:
            told["by_month"] = {m: spoken(figure, v) for m, v in figure.by_month(ask).items()}
    if isinstance(figure, Ratio) and {"unit"} <= set(figure.part.dimensions) & set(
        figure.whole.dimensions
    ):
        told["by_unit"] = ratio_by_unit(figure, ask, units)
    if (
        isinstance(figure, Growth)
        and "unit" in figure.of.dimensions
        and figure.code.endswith("_growth")
    ):
        told["by_unit"] = growth_by_unit(figure, ask, units)
    return told


def unit_of(figure: Figure) -> str:
    return "万元" if figure.unit == "元" else figure.unit


def spoken(figure: Figure, value: Decimal | str | None) -> str | None:
    if not isinstance(value, Decimal):
        return value
    return plain(in_wan(value)) if figure.unit == "元" else plain(rounded(value))


def ratio_by_unit(figure: Ratio, ask: Ask, units: dict[int, str]) -> dict[str, str | None]:
    part, whole = figure.part.by("unit", ask), figure.whole.by("unit", ask)
    return {
        units.get(key, ""): spoken(
            figure, part.get(key, Decimal(0)) / total * 100 if total else None
        )
        for key, total in whole.items()
    }


def growth_by_unit(figure: Growth, ask: Ask, units: dict[int, str]) -> dict[str, str | None]:
    now, before = figure.of.by("unit", ask), figure.of.by("unit", ask.year_before())
    return {
        units.get(key, ""): spoken(
            figure,
            (now.get(key, Decimal(0)) - before[key]) / before[key] * 100
            if before.get(key)
            else None,
        )
        for key in {*now, *before}
    }


def in_lines(told: dict[str, Any]) -> str:
    lines = []
    for figure in told["metrics"]:
        value = figure["value"]
        value = "、".join(value) if isinstance(value, list) else value
        unit = "" if figure["unit"] == "名称" else figure["unit"]
        lines.append(
            f"{figure['label']}：{value if value is not None else '—'}{unit if value else ''}"
        )
    return "\n".join(lines)

"""Reading a map of the county (GeoJSON, RFC 7946), and finding its shapes' units by name."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wutong.people.models import Unit, UnitAlias

LARGEST = 4 * 1024 * 1024  # bytes: more than a county's townships ever need
MOST_SHAPES, MOST_POINTS = 500, 200_000
NAMES = ("name", "NAME", "Name", "名称", "乡镇", "园区", "XZQMC", "fullname")
SHAPES = {"Polygon": 2, "MultiPolygon": 3}  # how deep the rings' points lie
OFFICE = re.compile(r"(人民政府|街道办事处|管理委员会|管委会|办事处)$")


class UnfitMap(Exception):
    """A file that is no map of the county; the message says what to do."""


def read_boundaries(content: bytes) -> dict[str, Any]:
    """Return the map as a FeatureCollection of named outlines, whatever else it carries dropped."""
    if len(content) > LARGEST:
        raise UnfitMap(f"文件超过 {LARGEST // 1024 // 1024} MB，请先简化界线（如 mapshaper）再上传")
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnfitMap("不是 UTF-8 编码的 GeoJSON 文件") from error
    if not isinstance(given, dict) or given.get("type") != "FeatureCollection":
        raise UnfitMap("不是 GeoJSON 的 FeatureCollection（要素集合）")
    features = given.get("features")
    if not isinstance(features, list) or not features:
        raise UnfitMap("文件里没有图形（features 为空）")
    if len(features) > MOST_SHAPES:
        raise UnfitMap(f"图形超过 {MOST_SHAPES} 个，请只导出乡镇、园区")
    read = [_read_shape(number, each) for number, each in enumerate(features, 1)]
    names = [each["properties"]["name"] for each in read]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UnfitMap(f"图形重名：{'、'.join(twice)}；请合并成一个 MultiPolygon")
    if sum(_points(each["geometry"]["coordinates"]) for each in read) > MOST_POINTS:
        raise UnfitMap(f"界线的点超过 {MOST_POINTS} 个，请先简化")
    return {"type": "FeatureCollection", "features": read}


def _read_shape(number: int, given: Any) -> dict[str, Any]:
    properties = given.get("properties") if isinstance(given, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    name = next((str(properties[key]).strip() for key in NAMES if properties.get(key)), "")
    if not name:
        raise UnfitMap(f"第 {number} 个图形没有名称（属性 name）")
    geometry = given.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in SHAPES:
        raise UnfitMap(f"“{name}”不是面（Polygon 或 MultiPolygon）")
    coordinates = geometry.get("coordinates")
    if not _are_rings(coordinates, SHAPES[str(kind)]):
        raise UnfitMap(f"“{name}”的坐标不是经纬度（经度 -180～180，纬度 -90～90）")
    return {
        "type": "Feature",
        "properties": {"name": name[:100]},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _are_rings(given: Any, depth: int) -> bool:
    if not isinstance(given, list) or not given:
        return False
    if depth:
        return all(_are_rings(each, depth - 1) for each in given)
    if len(given) < 2 or not all(_is_number(each) for each in given[:2]):
        return False
    return bool(abs(given[0]) <= 180 and abs(given[1]) <= 90)


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _points(given: Any) -> int:
    if given and isinstance(given[0], list):
        return sum(_points(each) for each in given)
    return 1


@dataclass(frozen=True)
class Matching:
    """Which unit each shape of a map is, by name; and the shapes that are nobody's."""

    units: dict[str, int]
    unmatched: list[str]


def match_shapes(names: Iterable[str]) -> Matching:
    """Find each shape's unit by full name, short name or alias, with or without its office."""
    known: dict[str, int] = {}
    for name, key in _names_of_units():
        known.setdefault(name, key)
    bare = {_bare(name): key for name, key in reversed(known.items())}
    units: dict[str, int] = {}
    unmatched = []
    for name in names:
        found = known.get(name) or bare.get(_bare(name))
        if found is None:
            unmatched.append(name)
        else:
            units[name] = found
    return Matching(units, unmatched)


def _names_of_units() -> Iterator[tuple[str, int]]:
    """Yield every name of a unit, townships and parks first: they are what maps show."""
    units = sorted(
        Unit.objects.values_list("pk", "name", "short_name", "kind"),
        key=lambda unit: unit[3] not in (Unit.Kind.TOWNSHIP, Unit.Kind.PARK),
    )
    for key, name, short_name, _ in units:
        yield name, key
        if short_name:
            yield short_name, key
    yield from UnitAlias.objects.values_list("name", "unit_id")


def _bare(name: str) -> str:
    """Return a unit's name without the county before it and the office behind it."""
    bare = OFFICE.sub("", name)
    *_, last = re.split(r"(?<=.县)", bare, maxsplit=1)
    return last or bare

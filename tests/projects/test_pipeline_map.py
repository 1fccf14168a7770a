"""The county's map: loaded as GeoJSON, matched with units by name, opened into projects."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.world import World
from wutong.config.demo import MAP
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.people.models import CountyMap
from wutong.people.operations import aliases, load_map
from wutong.people.queries import match_shapes, read_boundaries

pytestmark = pytest.mark.django_db
SQUARE = [[[105.0, 35.0], [105.1, 35.0], [105.1, 35.1], [105.0, 35.0]]]


def shape(name: str = "青石镇", **geometry: Any) -> dict[str, Any]:
    given = {"type": "Polygon", "coordinates": SQUARE, **geometry}
    return {"type": "Feature", "properties": {"name": name}, "geometry": given}


def geojson(*shapes: Any) -> bytes:
    found = {"type": "FeatureCollection", "features": list(shapes)}
    return json.dumps(found, ensure_ascii=False).encode()


def loaded(world: World, *shapes: Any) -> CountyMap:
    return load_map(
        name="乡镇界线", source="县自然资源局", content=geojson(*shapes), actor=world.clerk
    )


def test_a_map_takes_the_former_ones_place_and_the_trail_keeps_its_digest(world: World) -> None:
    first = loaded(world, shape())
    second = loaded(world, shape(), shape("白杨乡"))
    assert CountyMap.objects.get() == second
    assert CountyMap.history.filter(pk=first.pk, retired_at__isnull=False).exists()
    trail = Trail.objects.latest("pk")
    assert trail.action == "people.map_loaded"
    assert trail.changes["digest"] == [None, second.digest]
    assert "boundaries" not in trail.changes


def test_only_who_keeps_units_loads_a_map(world: World) -> None:
    with pytest.raises(PermissionDenied):
        load_map(name="图", source="网上", content=geojson(shape()), actor=world.recorder)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04", "不是 UTF-8 编码的 GeoJSON"),
        ("乡镇".encode("gbk"), "不是 UTF-8 编码的 GeoJSON"),
        (b"[1, 2]", "不是 GeoJSON 的 FeatureCollection"),
        (geojson(), "没有图形"),
        (geojson(shape(name=" ")), "第 1 个图形没有名称"),
        (geojson(shape(type="Point")), "“青石镇”不是面"),
        (geojson(shape(coordinates=[[[500, 35], [1, 2], [3, 4]]])), "坐标不是经纬度"),
        (geojson(shape(coordinates="x")), "坐标不是经纬度"),
        (geojson(shape(), shape()), "图形重名：青石镇"),
        (geojson(*[shape(f"镇{n}") for n in range(501)]), "图形超过 500 个"),
        (b"[" * 100_000, "不是 UTF-8 编码的 GeoJSON"),
        (b" " * (4 * 1024 * 1024 + 1), "文件超过 4 MB"),
    ],
)
def test_what_is_no_map_is_refused_in_words(world: World, content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        load_map(name="图", source="网上", content=content, actor=world.clerk)
    assert not CountyMap.objects.exists()


def test_a_shape_finds_its_unit_by_any_of_its_names(world: World) -> None:
    aliases.record(unit=world.baiyang, name="白杨镇", actor=world.machine)
    names = ["青石镇", "临水县白杨乡人民政府", "白杨镇", "白杨乡", "邻县某镇"]
    found = match_shapes(names)
    assert found.units == {
        "青石镇": world.qingshi.pk,
        "临水县白杨乡人民政府": world.baiyang.pk,
        "白杨镇": world.baiyang.pk,
        "白杨乡": world.baiyang.pk,
    }
    assert found.unmatched == ["邻县某镇"]


def test_the_map_page_counts_projects_where_they_stand(world: World, client: Client) -> None:
    world.a_project("在白杨的", located_in=world.baiyang, total_investment=30_000_000)
    world.a_project("在青石的", total_investment=20_000_000)
    loaded(world, shape(), shape("邻县某镇"))
    client.force_login(world.clerk)
    reply = client.get("/pipeline/map/")
    places = {place.name: place for place in reply.context["drawing"].places}
    assert {name: place.count for name, place in places.items()} == {"青石镇": 1, "白杨乡": 1}
    assert (places["青石镇"].shape, places["白杨乡"].shape) == ("青石镇", "")
    assert "对不上单位的图形：邻县某镇" in reply.text
    assert "不在地图上的单位：白杨乡" in reply.text
    opened = client.get(places["白杨乡"].url).context["rows"]
    assert [row.cells[0].text for row in opened] == ["在白杨的"]
    address = f"/pipeline/map/{CountyMap.objects.get().digest}.json"
    assert len(client.get(address).json()["features"]) == 2
    assert client.get("/pipeline/map/0000.json").status_code == 404


def test_without_a_map_the_page_says_what_to_do(world: World, client: Client) -> None:
    client.force_login(world.clerk)
    assert 'href="/pipeline/map/loading/"' in client.get("/pipeline/map/").text
    client.force_login(world.recorder)
    page = client.get("/pipeline/map/").text
    assert "请招商局载入" in page
    assert client.get("/pipeline/map/loading/").status_code == 403


def test_a_map_is_loaded_on_its_page_and_a_wrong_file_told(world: World, client: Client) -> None:
    client.force_login(world.clerk)
    told = {"name": "乡镇界线", "source": "县自然资源局"}
    wrong = SimpleUploadedFile("map.json", b"{}")
    reply = client.post("/pipeline/map/loading/", {**told, "file": wrong})
    assert reply.status_code == 422
    assert "FeatureCollection" in reply.text
    right = SimpleUploadedFile("map.geojson", geojson(shape()))
    assert client.post("/pipeline/map/loading/", {**told, "file": right}).status_code == 302
    assert CountyMap.objects.get().shapes == 1


def test_the_demo_has_a_map_of_its_own() -> None:
    assert len(read_boundaries(MAP.read_bytes())["features"]) == 13

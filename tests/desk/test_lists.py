"""Every kind of record that the desk declares, present and future."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import SignIn
from tests.desk.samples import a_record
from tests.world import World
from wutong.people.models import EVERYONE
from wutong.sites.desk.queries.pages import Page, pages

EACH = pytest.mark.parametrize("kind", pages.values(), ids=list(pages))
OWNED = [p for p in pages.values() if getattr(p.model, "scope", EVERYONE) != EVERYONE]
EACH_OWNED = pytest.mark.parametrize("kind", OWNED, ids=[p.slug for p in OWNED])


def shown_rows(client: Client, kind: Page) -> int:
    reply = client.get(f"/{kind.slug}/")
    assert reply.status_code == 200
    return len(reply.context["rows"])


def exported_rows(client: Client, kind: Page) -> list[tuple[Any, ...]]:
    reply = client.get(f"/{kind.slug}/export/")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(reply.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    return rows[4:]  # title, two notes, headings


@EACH
def test_the_bureau_sees_list_record_and_form(kind: Page, world: World, signed_in: SignIn) -> None:
    record = a_record(world, kind.model, world.qingshi)
    client = signed_in(world.clerk)

    assert shown_rows(client, kind) == kind.model.objects.count()
    assert client.get(f"/{kind.slug}/{record.pk}/").status_code == 200
    assert client.get(f"/{kind.slug}/new/").status_code == 200


@EACH_OWNED
def test_a_stranger_sees_nothing_of_another_unit(
    kind: Page, world: World, signed_in: SignIn
) -> None:
    record = a_record(world, kind.model, world.qingshi)
    client = signed_in(world.stranger)

    assert shown_rows(client, kind) == 0
    for below in ("", "edit/", "withdrawal/", "verification/"):
        assert client.get(f"/{kind.slug}/{record.pk}/{below}").status_code == 404
    assert exported_rows(client, kind) == []


@EACH
def test_a_list_asks_as_much_for_many_rows_as_for_one(
    kind: Page, world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    asked = []
    for more in (1, 2, 9):
        for _ in range(more):
            a_record(world, kind.model, world.qingshi)
        client.get(f"/{kind.slug}/")  # what is remembered between requests is
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{kind.slug}/")
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]


@EACH_OWNED
def test_an_export_has_the_visible_rows_and_no_others(
    kind: Page, world: World, signed_in: SignIn
) -> None:
    a_record(world, kind.model, world.qingshi)
    a_record(world, kind.model, world.baiyang)
    own = kind.model.objects.visible_to(world.recorder).count()

    assert len(exported_rows(signed_in(world.recorder), kind)) == own
    assert len(exported_rows(signed_in(world.clerk), kind)) == kind.model.objects.count()


@EACH
def test_every_filter_and_heading_answers(kind: Page, world: World, signed_in: SignIn) -> None:
    a_record(world, kind.model, world.qingshi)
    client = signed_in(world.clerk)
    first = client.get(f"/{kind.slug}/")

    for column in first.context["columns"]:
        for sort in (column.key, f"-{column.key}"):
            assert client.get(f"/{kind.slug}/?sort={sort}").status_code == 200
    for name, field in first.context["filter_form"].fields.items():
        for value, _ in field.choices:
            assert client.get(f"/{kind.slug}/", {name: value}).status_code == 200
    for words in ("样本", "yb", "2023"):
        assert client.get(f"/{kind.slug}/", {"q": words}).status_code == 200


def test_htmx_is_given_the_rows_alone(world: World, signed_in: SignIn) -> None:
    world.a_project()
    client = signed_in(world.clerk)

    reply = client.get("/projects/", headers={"HX-Request": "true", "HX-Target": "rows"})

    assert "储能装备制造项目" in reply.text
    assert "<html" not in reply.text


def test_a_wrong_filter_narrows_nothing(world: World, signed_in: SignIn) -> None:
    world.a_project()
    client = signed_in(world.clerk)

    for query in (
        "lead_unit=x",
        "page=x",
        "sort=x",
        "investor=x",
        "lead_unit=999999999999999999999",
    ):
        assert len(client.get(f"/projects/?{query}").context["rows"]) == 1


def test_a_unit_filter_takes_in_the_units_below(world: World, signed_in: SignIn) -> None:
    world.a_project("甲项目", world.qingshi)
    world.a_project("乙项目", world.baiyang)
    client = signed_in(world.clerk)

    assert len(client.get(f"/projects/?lead_unit={world.county.pk}").context["rows"]) == 2
    assert len(client.get(f"/projects/?lead_unit={world.qingshi.pk}").context["rows"]) == 1


def test_an_export_says_what_was_asked_and_by_whom(world: World, signed_in: SignIn) -> None:
    world.a_signed_project(total_investment=123_450_000)
    client = signed_in(world.clerk)

    reply = client.get(f"/projects/export/?lead_unit={world.qingshi.pk}&q=储能")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(reply.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))

    assert "filename*=utf-8''" in reply["Content-Disposition"]
    assert rows[1][0].endswith(f"导出人：{world.clerk}")
    assert rows[2][0] == "条件：责任单位：临水县青石镇人民政府；储能"
    assert rows[4][rows[3].index("总投资（万元）")] == 12345


def test_the_same_export_comes_as_plain_text_row_by_row(world: World, signed_in: SignIn) -> None:
    world.a_project("=1+1储能项目", world.qingshi, total_investment=123_450_000)
    world.a_project("白杨项目", world.baiyang)

    reply = signed_in(world.recorder).get("/projects/export/?as=csv")
    lines = b"".join(reply.streaming_content).decode("utf-8-sig").splitlines()

    assert reply.streaming
    assert len(lines) == 2  # the heading, and the township's own
    assert "总投资（万元）" in lines[0]
    assert lines[1].startswith("'=1+1储能项目,")
    assert ",12345," in lines[1]


def test_a_reader_chooses_how_long_a_page_is(world: World, signed_in: SignIn) -> None:
    for number in range(30):
        world.a_project(f"{number}号项目")
    client = signed_in(world.clerk)
    assert len(client.get("/projects/?per=25").context["rows"]) == 25
    assert len(client.get("/projects/?per=100").context["rows"]) == 30
    assert len(client.get("/projects/?per=9").context["rows"]) == 30  # not offered: as usual


def test_a_count_beside_a_firm_tells_no_more_than_the_list(world: World, signed_in: SignIn) -> None:
    world.a_project("甲项目", world.qingshi)
    world.a_project("乙项目", world.baiyang)

    def count(client: Client) -> str:
        return client.get("/firms/").context["rows"][0].cells[-1].text  # type: ignore[no-any-return]

    assert count(signed_in(world.clerk)) == "2"
    assert count(signed_in(world.stranger)) == "1"

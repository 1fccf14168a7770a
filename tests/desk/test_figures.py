"""Figures on screen: each opens into its rows, and its link says the whole question."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.projects.operations import projects
from wutong.metrics.registry import catalogue

ALL = "/figures/?period=2023Q1"
FUNDS = "/figures/funds_in_place/?period=2023Q1"


@pytest.fixture
def client(world: World, signed_in: SignIn) -> Client:
    world.a_receipt(world.a_signed_project("储能装备制造项目"), 3_000_000)
    theirs = world.a_signed_project("白杨光伏组件项目", unit=world.baiyang)
    world.a_receipt(theirs, 2_000_000, actor=world.stranger, voucher="银行回单0002")
    return signed_in(world.clerk)


def sheet(client: Client, address: str) -> list[tuple[Any, ...]]:
    reply = client.get(address)
    assert reply.status_code == 200
    book = openpyxl.load_workbook(BytesIO(b"".join(reply.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_the_catalogue_lists_every_figure_with_its_definition(client: Client) -> None:
    page = client.get(ALL)

    listed = {e.figure.code for group in page.context["groups"] for e in group.entries}
    assert listed == set(catalogue)
    for figure in catalogue.values():
        assert f"/figures/{figure.code}/?period=2023Q1" in page.text


def test_the_catalogue_is_searched(client: Client) -> None:
    found = client.get(f"{ALL}&q=开工率").context["groups"]
    nothing = client.get(f"{ALL}&q=没有这个词")

    assert {"项目开工率"} <= {e.figure.label for group in found for e in group.entries}
    assert "没有这样的指标" in nothing.text


def test_every_figure_opens_and_downloads(client: Client) -> None:
    for figure in catalogue.values():
        page = client.get(f"/figures/{figure.code}/?period=2023Q1&cutoff=2023-03-31")

        assert page.status_code == 200
        assert figure.label in page.text
        assert "截止 2023-03-31" in page.text
        rows = sheet(client, page.context["excel"])
        notes = [str(row[0]) for row in rows[:6]]
        assert notes[0] == figure.label
        assert f"口径：{figure.definition}" in notes
        assert any("截止日：2023-03-31" in note for note in notes)


def test_a_figure_opens_into_its_rows(world: World, client: Client) -> None:
    page = client.get(FUNDS)

    assert page.context["told"].text == "500"
    assert "截止 2023-03-31" in page.text
    assert "按现在掌握的记录" in page.text
    assert "投资方来自省外" in page.text  # 口径
    rows = page.context["rows"]
    assert [row.cells[0].text for row in rows] == ["储能装备制造项目", "白杨光伏组件项目"]
    assert all(client.get(row.url).status_code == 200 for row in rows)
    parts = {each.key: {p.label: p.text for p in each.parts} for each in page.context["breakdowns"]}
    assert parts["unit"] == {"青石镇": "300", "白杨乡": "200"}
    assert [part.text for part in page.context["months"]] == ["0", "0", "500"]
    file = sheet(client, page.context["excel"])
    assert file[1][0] == "读数：500万元"
    assert len([row for row in file if "储能装备制造项目" in row]) == 1


def test_a_part_is_opened_and_left_again(world: World, client: Client) -> None:
    whole = client.get(FUNDS)
    by_unit = next(each for each in whole.context["breakdowns"] if each.key == "unit")

    part = client.get(by_unit.parts[0].url)

    assert part.context["told"].text == "300"
    assert "责任单位" in part.text
    assert len(part.context["rows"]) == 1
    back = part.context["narrowed"][0]["url"]
    assert client.get(back).context["told"].text == "500"


def test_a_link_reproduces_the_view(world: World, client: Client) -> None:
    link = client.get(FUNDS).context["link"]
    address = link.removeprefix("http://127.0.0.1")
    assert "cutoff=2023-03-31" in address
    assert f"known_on={timezone.localdate():%Y-%m-%d}T" in address

    later = world.a_signed_project("后来的项目")
    world.a_receipt(later, 9_000_000, voucher="银行回单0009")
    projects.amend(later, name="又改了名", actor=world.machine)

    assert client.get(FUNDS).context["told"].text == "1,400"
    page = client.get(address)
    assert page.context["told"].text == "500"
    assert [row.cells[0].text for row in page.context["rows"]] == [
        "储能装备制造项目",
        "白杨光伏组件项目",
    ]
    assert page.context["link"] == link
    assert sheet(client, page.context["excel"])[1][0] == "读数：500万元"


def test_a_cut_off_leaves_out_what_comes_later(client: Client) -> None:
    page = client.get(f"{FUNDS}&cutoff=2023-03-01")

    assert page.context["told"].text == "0"
    assert page.context["months"] == []
    assert "没有符合口径的行" in page.text


@pytest.mark.parametrize("code", ["commencement_rate", "funds_in_place_growth"])
def test_a_base_of_zero_is_a_dash(world: World, signed_in: SignIn, code: str) -> None:
    page = signed_in(world.clerk).get(f"/figures/{code}/?period=2023Q1")

    assert page.context["told"].text == "—"
    assert "∞" not in page.text
    assert "NaN" not in page.text


def test_an_empty_county_is_told_what_is_missing(world: World, signed_in: SignIn) -> None:
    page = signed_in(world.clerk).get(FUNDS)

    assert page.context["told"].text == "—"
    assert "还没有登记过有关记录" in page.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("period=2023Q9", "时段"),
        ("period=2023Q1&cutoff=三月底", "日期“三月底”无法识别"),
        ("period=2023Q1&known_on=x", "掌握日"),
        ("period=2023Q1&unit=99999", "没有编号为“99999”的责任单位"),
        ("period=2023Q1&kind=land", "这个指标不能按类别细分"),
    ],
)
def test_a_link_that_cannot_be_read_says_what_to_write(
    client: Client, query: str, says: str
) -> None:
    for below in ("", "rows.xlsx"):
        reply = client.get(f"/figures/funds_in_place/{below}?{query}")
        assert reply.status_code == 400
        assert says in reply.text


def test_the_form_leads_to_an_address_that_says_the_period(client: Client) -> None:
    reply = client.get("/figures/funds_in_place/?year=2023&part=Q1&cutoff=2023-03-31")

    assert reply.url == "/figures/funds_in_place/?period=2023Q1&cutoff=2023-03-31"


def test_there_is_no_such_figure(client: Client) -> None:
    assert client.get("/figures/nothing_like_it/").status_code == 404


def test_a_township_sees_the_total_and_its_own_rows(
    world: World, client: Client, signed_in: SignIn
) -> None:
    page = (own := signed_in(world.stranger)).get(FUNDS)

    assert page.context["told"].text == "500"  # the county's figure is everybody's
    assert [row.cells[0].text for row in page.context["rows"]] == ["白杨光伏组件项目"]
    assert page.context["hidden"] == 1
    assert "另有 1 行不在您的权限范围内" in page.text
    assert "储能装备制造项目" not in page.text
    file = sheet(own, page.context["excel"])
    said = "\n".join(str(cell) for row in file for cell in row)
    assert "白杨光伏组件项目" in said
    assert "储能装备制造项目" not in said
    assert "另有1行不在您的权限范围内" in said


def test_a_part_of_anothers_project_is_not_even_named(
    world: World, client: Client, signed_in: SignIn
) -> None:
    project = world.a_project("藏起来的项目", world.qingshi)
    other = signed_in(world.stranger)

    for below in ("", "rows.xlsx"):
        reply = other.get(f"/figures/funds_in_place/{below}?period=2023Q1&project={project.pk}")
        assert reply.status_code == 400
        assert "藏起来的项目" not in reply.text


def test_more_rows_cost_no_more_queries(world: World, client: Client) -> None:
    asked = []
    for more in (1, 6):
        for number in range(more):
            project = world.a_signed_project(f"项目{more}{number}")
            world.a_receipt(project, voucher=f"回单{more}{number}", placed_on=date(2023, 3, 3))
        client.get(FUNDS)
        with CaptureQueriesContext(connection) as queries:
            client.get(FUNDS)
            sheet(client, "/figures/funds_in_place/rows.xlsx?period=2023Q1")
        asked.append(len(queries))

    assert asked[0] == asked[1]

"""The pages of reports: who finds what there, and where each figure leads."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.bulletins.quarter import DRAFT, Quarter, finalise
from tests.desk.conftest import SignIn
from tests.world import World

LINK = r'class="figure" data-slot="([^"]+)"[^>]* href="([^"]+)"'


@pytest.fixture
def quarter(world: World) -> Quarter:
    return Quarter(world)


@pytest.fixture
def client(quarter: Quarter, signed_in: SignIn) -> Client:
    return signed_in(quarter.world.clerk)


def test_a_period_is_opened_from_the_list(quarter: Quarter, client: Client) -> None:
    listed = client.get("/reports/")
    picked = client.get("/reports/?template=quarterly&year=2023&part=Q1")

    assert DRAFT in listed.text
    assert "还没有定稿的报告" in listed.text
    assert picked.url == DRAFT


def test_each_figure_of_a_draft_leads_to_its_rows(quarter: Quarter, client: Client) -> None:
    draft = client.get(f"{DRAFT}?cutoff=2023-03-15&known_on=2099-01-01")

    links = re.findall(LINK, draft.context["page"])
    assert [slot for slot, _ in links] == ["B01", "B02", "B03", "B04", "B49", "F08"]
    for _, link in links:
        address = link.replace("&amp;", "&")
        assert "cutoff=2023-03-15" in address
        assert "known_on=2099-01-01" in address
        assert client.get(address).status_code == 200


def test_each_figure_of_a_version_leads_to_its_frozen_rows(
    quarter: Quarter, client: Client
) -> None:
    report = finalise(client)
    page = client.get(f"/reports/versions/{report.pk}/").context["page"]
    links = dict(re.findall(LINK, page))

    slot = client.get(links["B03"])

    assert "500" in slot.text
    assert "截止 2023-03-31" in slot.text
    assert "投资方来自省外" in slot.text
    assert len(slot.context["rows"]) == 2
    file = client.get(f"{links['B03']}rows.xlsx")
    assert file.status_code == 200
    assert file["Content-Type"].endswith("spreadsheetml.sheet")
    then, now = client.get(slot.context["then"]), client.get(slot.context["now"])
    assert then.context["told"].text == now.context["told"].text == "500"
    assert "known_on=" in slot.context["then"]


def test_a_version_that_does_not_exist_is_not_found(quarter: Quarter, client: Client) -> None:
    report = finalise(client)

    for address in (
        "/reports/versions/99/",
        "/reports/versions/99/comparison/",
        f"/reports/versions/{report.pk}/slots/B99/",
        f"/reports/versions/{report.pk}/slots/B99/rows.xlsx",
        "/reports/yearly/2023Q1/",
    ):
        assert client.get(address).status_code == 404
    assert client.get("/reports/quarterly/2023Q9/").status_code == 400


def test_a_broken_template_is_said_on_the_page(quarter: Quarter, client: Client) -> None:
    type(quarter.template).objects.update(text="{{ gone_figure }}")

    draft = client.get(DRAFT)
    refused = client.post(f"{DRAFT}finalisation/")

    assert "没有名为“gone_figure”的数据" in draft.text
    assert "请改好模板再看" in draft.text
    assert refused.status_code in (302, 422)
    assert client.get("/reports/").status_code == 200


def test_a_township_reads_the_figures_and_its_own_rows(
    quarter: Quarter, client: Client, signed_in: SignIn
) -> None:
    report = finalise(client)
    other = signed_in(quarter.world.stranger)

    assert other.get(DRAFT).status_code == 403
    listed, page = other.get("/reports/"), other.get(f"/reports/versions/{report.pk}/")
    slot = other.get(f"/reports/versions/{report.pk}/slots/B03/")
    names = other.get(f"/reports/versions/{report.pk}/slots/B49/")

    assert "编辑模板" not in listed.text
    assert DRAFT not in listed.text
    told = {each["label"]: (each["text"], each["why"]) for each in page.context["slots"]}
    assert told["省外到位资金"] == ("500", "")
    assert told["下季度动工项目名称"] == ("—", "名单只对全县范围的岗位开放")
    for reply in (listed, page, slot, names):
        assert reply.status_code == 200
        assert "储能装备制造项目" not in reply.text
    assert len(slot.context["rows"]) == len(names.context["rows"]) == 1
    assert "另有 1 行不在您的权限范围内" in slot.text


def test_an_ability_for_a_township_opens_no_draft(quarter: Quarter, signed_in: SignIn) -> None:
    world = quarter.world
    writer = world.an_official("bai", world.baiyang, ["reports.edit"], world.baiyang)

    client = signed_in(writer)

    assert client.get(DRAFT).status_code == 403
    assert client.get(quarter.editor()).status_code == 403

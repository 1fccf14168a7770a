"""Finding by a part of the name, by code, by pinyin; never outside one's scope."""

from __future__ import annotations

import pytest

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.projects.models import Project
from wutong.attract.projects.operations import projects
from wutong.foundation.search.models import NameEntry
from wutong.foundation.search.names import catch_up, sounds


@pytest.mark.parametrize(
    ("name", "initials", "pinyin"),
    [
        ("亿数云计算", "ysyjs", "yishuyunjisuan"),
        ("重庆 ABC（甘肃）", "cqags", "chongqingabcgansu"),
        ("年产5万吨", "nc5wd", "nianchan5wandun"),
        ("", "", ""),
    ],
)
def test_how_a_name_sounds(name: str, initials: str, pinyin: str) -> None:
    assert sounds(name) == (initials, pinyin)


@pytest.mark.parametrize("words", ["数云", "ysyjs", "YSY", "yishuyun", "XM2023-001"])
def test_a_project_is_found(world: World, signed_in: SignIn, words: str) -> None:
    project = world.a_project("亿数云计算中心项目", code="XM2023-001")

    reply = signed_in(world.recorder).get("/search/", {"q": words})

    assert reply.status_code == 302  # the only answer is the answer
    assert reply.url == f"/projects/{project.pk}/"


def test_a_stranger_finds_nothing(world: World, signed_in: SignIn) -> None:
    world.a_project("亿数云计算中心项目", world.qingshi)

    for words in ("亿数云", "ysyjs"):
        reply = signed_in(world.stranger).get("/search/", {"q": words})
        assert reply.context["found"] == []
        assert "没有找到" in reply.text


def test_a_list_is_searched_by_linked_names(world: World, signed_in: SignIn) -> None:
    world.a_receipt(world.a_project("亿数云计算中心项目"))
    world.a_receipt(world.a_project("别的"))
    client = signed_in(world.clerk)

    assert len(client.get("/receipts/?q=ysyjs").context["rows"]) == 1
    assert len(client.get("/receipts/?q=数云").context["rows"]) == 1


def test_a_new_name_is_found_the_old_one_no_more(world: World, signed_in: SignIn) -> None:
    project = world.a_project("亿数云计算中心项目")
    client = signed_in(world.clerk)
    client.get("/search/?q=ysyjs")

    projects.amend(project, name="绿洲数据港", actor=world.machine)

    assert client.get("/search/?q=ysyjs").context["found"] == []
    assert client.get("/search/?q=lzsjg").status_code == 302


def test_what_is_withdrawn_is_not_found(world: World, signed_in: SignIn) -> None:
    project = world.a_project("亿数云计算中心项目")
    client = signed_in(world.clerk)
    client.get("/search/?q=ysyjs")

    projects.withdraw(project, reason="重复", actor=world.machine)

    assert client.get("/search/?q=ysyjs").context["found"] == []


def test_names_are_indexed_once(world: World) -> None:
    for number in range(3):
        world.a_project(f"项目{number}")

    assert catch_up(Project, "name") == 3
    assert catch_up(Project, "name") == 0
    assert NameEntry.objects.count() == 3


def test_nothing_asked_says_what_can_be(world: World, signed_in: SignIn) -> None:
    assert "拼音首字母" in signed_in(world.clerk).get("/search/").text

"""Suspected duplicates side by side: merged, told apart, split, their credit shared; majors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.projects.models import (
    CreditShare,
    Distinction,
    MajorTag,
    Merger,
    Project,
    ProjectTeam,
)
from wutong.attract.projects.operations import tag_major

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world: World) -> tuple[Project, Project]:
    first = world.a_signed_project("年产10万吨储能电池生产线项目", site="青石镇工业园")
    second = world.a_signed_project(
        "储能电池生产线建设项目", unit=world.baiyang, site="青石镇工业园"
    )
    return first, second


def test_a_pair_is_listed_and_shown_side_by_side(
    world: World, pair: tuple[Project, Project], signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    rows = client.get("/twins/").context["rows"]
    url = f"/twins/{pair[0].pk}-{pair[1].pk}/"
    assert [row.url for row in rows] == [url]
    assert len(client.get(f"/twins/?project={pair[1].pk}").context["rows"]) == 1
    assert client.get("/twins/?project=x").status_code == 404
    page = client.get(url)
    assert "投资方" in page.text
    differs = {line.label for line in page.context["lines"] if line.differs}
    assert {"项目名称", "责任单位"} <= differs
    assert "建设地点" not in differs


def test_a_unit_sees_no_pair_beyond_its_scope(
    world: World, pair: tuple[Project, Project], signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)
    assert client.get("/twins/").context["rows"] == []
    assert client.get(f"/twins/{pair[0].pk}-{pair[1].pk}/").status_code == 404
    assert client.get("/mergers/").context["rows"] == []


def test_a_unit_may_look_at_its_own_pair_and_not_decide(world: World, signed_in: SignIn) -> None:
    first, second = world.a_project("储能甲", site="园区"), world.a_project("储能甲", site="园区")
    client = signed_in(world.recorder)
    url = f"/twins/{first.pk}-{second.pk}/"
    assert "与县招商局联系" in client.get(url).text
    for below, given in (
        ("merger/", {"merge-kept": first.pk, "merge-reason": "同一"}),
        ("distinction/", {"reason": "两期"}),
    ):
        assert client.post(url + below, given).status_code == 403


def test_a_pair_is_merged_and_split_again(
    world: World, pair: tuple[Project, Project], signed_in: SignIn
) -> None:
    first, second = pair
    client = signed_in(world.clerk)
    url = f"/twins/{first.pk}-{second.pk}/merger/"
    assert client.post(url, {"merge-reason": "同一"}).status_code == 422
    reply = client.post(url, {"merge-kept": second.pk, "merge-reason": "同一投资方同一地块"})
    assert reply.url == f"/projects/{second.pk}/"
    assert "并入的项目" in client.get(reply.url).text
    assert client.get(f"/projects/{first.pk}/").status_code == 404
    merger = Merger.objects.get()
    assert "同一投资方同一地块" in client.get("/mergers/").text
    splitting = f"/mergers/{merger.pk}/splitting/"
    assert client.post(splitting, {"reason": ""}).status_code == 422
    assert signed_in(world.stranger).post(splitting, {"reason": "误"}).status_code in (403, 404)
    assert client.post(splitting, {"reason": "是两期"}).url == f"/projects/{first.pk}/"
    assert set(Project.objects.all()) == set(pair)


def test_a_pair_that_is_two_is_not_shown_again(
    world: World, pair: tuple[Project, Project], signed_in: SignIn
) -> None:
    first, second = pair
    client = signed_in(world.clerk)
    client.post(f"/twins/{first.pk}-{second.pk}/distinction/", {"reason": "两期，地块不同"})
    assert Distinction.objects.get().reason == "两期，地块不同"
    assert client.get("/twins/").context["rows"] == []


def test_credit_is_shared_and_the_sum_is_said_while_typing(
    world: World, pair: tuple[Project, Project], signed_in: SignIn
) -> None:
    project, client = pair[0], signed_in(world.clerk)
    url = f"/projects/{project.pk}/credit/"
    assert "合计 0%，还差 100%" in client.get(url).text
    total = client.get(f"{url}total/", {"percent_0": "60", "percent_1": "45"})
    assert "合计 105%，多出 5%" in total.text
    assert "不是数字" in client.get(f"{url}total/", {"percent_0": "六十"}).text
    given = {"unit_0": world.qingshi.pk, "percent_0": "60", "document": "纪要〔2023〕8号"}
    short = client.post(url, given)
    assert "合计须为100%，现为60%" in short.text
    alone = client.post(url, {**given, "percent_1": "40"})
    assert alone.context["form"].errors["percent_1"] == ["单位和比例要一起填"]
    client.post(url, {**given, "unit_1": world.baiyang.pk, "percent_1": "40"})
    assert {s.unit: s.percent for s in CreditShare.objects.all()} == {
        world.qingshi: Decimal(60), world.baiyang: Decimal(40),
    }  # fmt: skip
    assert "业绩分成" in client.get(f"/projects/{project.pk}/").text
    assert signed_in(world.recorder).post(url, given).status_code == 403


def test_a_project_is_put_on_a_list_and_taken_off(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project(total_investment=Decimal(320_000_000))
    client = signed_in(world.clerk)
    assert [r.cells[0].text for r in client.get("/majors/?level=unlisted").context["rows"]] == [
        project.name
    ]
    given = {
        "level": "county", "on": "2023-03-01", "document": "临政发〔2023〕4号",
        "leader": world.head.pk, "agent": world.clerk.pk, "members": "供电公司",
    }  # fmt: skip
    url = f"/projects/{project.pk}/major/"
    assert client.post(url, {**given, "leader": ""}).status_code == 422
    client.post(url, given)
    assert ProjectTeam.objects.get().agent == world.clerk
    text = client.get(f"/projects/{project.pk}/").text
    assert "县列" in text
    assert "帮办代办员" in text
    assert "leader" not in client.get(url).context["form"].fields
    assert len(client.get("/majors/").context["rows"]) == 1
    assert client.get("/majors/?level=city").context["rows"] == []
    tag = MajorTag.objects.get()
    off = f"/major-tags/{tag.pk}/withdrawal/"
    assert signed_in(world.recorder).post(off, {"reason": "x"}).status_code == 403
    client.post(off, {"reason": "投资额调减"})
    assert not MajorTag.objects.exists()


def test_a_list_of_majors_asks_as_much_for_many_as_for_one(
    world: World, signed_in: SignIn, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        project = world.a_project(f"项目{number}", total_investment=Decimal(320_000_000))
        tag_major(
            project, level="county", document="文", on=date(2023, 3, 1), leader=world.head,
            agent=world.clerk, actor=world.clerk,
        )  # fmt: skip
    client = signed_in(world.clerk)
    client.get("/majors/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/majors/")

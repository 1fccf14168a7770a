"""The pipeline: the board, what a move would need, the funnel, the stuck list, the home page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World
from wutong.attract.agreements.operations import sign_agreement
from wutong.attract.projects.models import Milestone, MilestonePlan, Project, ReserveProject
from wutong.attract.projects.operations import milestone_plans, reach_milestone, reserves
from wutong.attract.projects.queries import standings
from wutong.metrics.models import Rule
from wutong.metrics.operations import set_rule
from wutong.sites.desk.queries.pipeline.frame import NO_STAGE, frame_on
from wutong.sites.desk.queries.pipeline.standing import (
    visible_projects,
    with_building,
    with_standing,
)

pytestmark = pytest.mark.django_db
MARCH = date(2023, 3, 31)
SignIn = Callable[..., Client]
PAGES = (
    "/pipeline/?on=2023-03-31",
    "/pipeline/projects/?on=2023-03-31",
    "/pipeline/funnel/?on=2023-03-31",
    "/pipeline/schedule/?span=2023",
    "/pipeline/map/",
    "/pipeline/stuck/?on=2023-06-30",
)


@pytest.fixture
def signed_in(client: Client) -> SignIn:
    def sign_in(official: Any) -> Client:
        client.force_login(official)
        return client

    return sign_in


def plan(world: World, project: Project, kind: str, due_on: date) -> MilestonePlan:
    return milestone_plans.record(
        project=project,
        project_name=project.name,
        kind=kind,
        due_from=due_on.replace(day=1),
        due_on=due_on,
        lead_unit=project.lead_unit,
        actor=world.machine,
    )


def column(reply: Any, code: str) -> Any:
    return next(each for each in reply.context["columns"] if each.code == code)


def names(rows: Any) -> list[str]:
    return [row.cells[0].text for row in rows]


def test_a_list_and_a_single_project_agree_on_where_a_project_stands(world: World) -> None:
    begun = world.a_signed_project("甲")
    reach_milestone(begun, kind="commenced", on=date(2023, 2, 20), actor=world.machine)
    left = world.a_signed_project("乙", registered_on=None)
    reach_milestone(left, kind="terminated", on=date(2023, 3, 1), actor=world.machine)
    early = world.a_project("丙")
    reach_milestone(early, kind="in_talks", on=date(2023, 1, 5), actor=world.machine)
    intent = world.a_project("丁")
    sign_agreement(intent, kind="intent", amount=None, on=date(2023, 1, 6), actor=world.machine)
    signed = world.a_signed_project("戊", registered_on=None)
    reach_milestone(signed, kind="reserved", on=date(2022, 5, 1), actor=world.machine)
    done = world.a_signed_project("己")
    for kind, day in (("commenced", date(2022, 8, 1)), ("in_production", date(2023, 3, 1))):
        reach_milestone(done, kind=kind, on=day, actor=world.machine)
    for on in (date(2023, 1, 8), date(2023, 2, 1), date(2023, 2, 21), MARCH, date(2024, 1, 1)):
        frame = frame_on(on, world.clerk)
        rows = with_building(with_standing(visible_projects(frame), frame), frame)
        single = standings([row.pk for row in rows], on=on)
        for row in rows:
            stage, alone = frame.stage_at(row.stage_index), single[row.pk]
            said = (stage.code if stage else "", row.since, row.building)
            assert said == (alone.code, alone.since, alone.derived)


def test_the_board_has_a_column_for_each_stage_in_force(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project(total_investment=200_000_000)
    world.a_project("没有节点的项目")
    reply = signed_in(world.clerk).get("/pipeline/?on=2023-03-31")
    stages = [each.name for each in reply.context["columns"]]
    assert stages == [*[label for _, label in Milestone.Kind.choices], "未登记节点"]
    card = column(reply, "registered").cards[0]
    assert (card.key, card.days, card.unit) == (project.pk, 70, "青石镇")
    assert "2亿元" in reply.text
    assert column(reply, "none").count == 1


def test_a_long_column_shows_twenty_and_leads_to_the_rest(world: World, signed_in: SignIn) -> None:
    for number in range(23):
        world.a_signed_project(f"项目{number}")
    client = signed_in(world.clerk)
    reply = client.get(f"/pipeline/?on=2023-03-31&unit={world.qingshi.pk}")
    registered = column(reply, "registered")
    assert (len(registered.cards), registered.count, registered.further) == (20, 23, 3)
    assert "更多 3 个" in reply.text
    more = client.get(f"/pipeline/projects/?on=2023-03-31&unit={world.qingshi.pk}&stage=registered")
    assert more.context["page"].paginator.count == 23


def test_the_board_is_narrowed(world: World, signed_in: SignIn) -> None:
    world.a_signed_project("去年的", signed_on=date(2022, 5, 1), registered_on=None)
    world.a_signed_project("今年的", registered_on=None)
    world.a_project("白杨的", unit=world.baiyang)
    client = signed_in(world.clerk)

    def count(query: str) -> int:
        return int(client.get(f"/pipeline/?on=2023-03-31&{query}").context["count"])

    assert count("") == 3
    assert count("year=2022") == 1
    assert count("year=none") == 1
    assert count(f"unit={world.baiyang.pk}") == 1
    assert count("level=county") == 0
    assert count("unit=999999&year=abc&chain=x&level=y&on=nonsense") == 3


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_sees_none_of_it(world: World, signed_in: SignIn, path: str) -> None:
    project = world.a_signed_project("只归青石镇的项目", signed_on=date(2023, 1, 10))
    plan(world, project, "commenced", date(2023, 5, 31))
    own = signed_in(world.recorder).get(path).text
    assert project.name in own or "青石镇" in own or "1 项" in own
    text = signed_in(world.stranger).get(path).text
    assert project.name not in text
    assert "1 项" not in text


@pytest.mark.parametrize("path", PAGES)
def test_many_projects_ask_as_much_as_one(
    world: World, signed_in: SignIn, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wutong.attract.projects.models.stages.FRESH", 600)
    cache.clear()  # the names of stages are kept for a moment, however slow this runs
    client, asked = signed_in(world.clerk), []
    for more in (2, 9):
        for number in range(more):
            project = world.a_signed_project(f"项目{more}-{number}")
            plan(world, project, "commenced", date(2023, 4, 30))
        client.get(path)  # what is remembered between requests is
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 30


def test_what_a_move_needs_is_shown_and_nothing_moves(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project(registered_on=None)
    address = f"/pipeline/moves/{project.pk}/"
    before = Milestone.objects.count()
    client = signed_in(world.clerk)
    told = client.get(f"{address}?to=registered")
    assert "填写本地注册公司" in told.text
    assert f"/projects/{project.pk}/move/?to=registered" in told.text
    part = client.get(f"{address}?to=registered", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "填写本地注册公司" in part
    assert "不能退回“储备”" in client.get(f"{address}?to=reserved").text
    leaving = client.get(f"{address}?to=terminated").text
    assert f"/projects/{project.pk}/leaving/" in leaving
    assert client.post(address).status_code == 200
    assert Milestone.objects.count() == before
    assert "转入由招商局办理" in signed_in(world.recorder).get(address).text
    assert signed_in(world.stranger).get(address).status_code == 404


def test_only_who_may_move_may_drag(world: World, signed_in: SignIn) -> None:
    world.a_signed_project()
    page = "/pipeline/?on=2023-03-31"
    assert 'draggable="true"' in signed_in(world.clerk).get(page).text
    assert 'draggable="true"' not in signed_in(world.recorder).get(page).text


def funnel(client: Client, query: str = "") -> list[Any]:
    return list(client.get(f"/pipeline/funnel/?on=2023-12-31&{query}").context["cohorts"])


def test_every_number_of_the_funnel_opens_into_its_projects(
    world: World, signed_in: SignIn
) -> None:
    first = world.a_signed_project("甲", total_investment=100_000_000)
    world.a_signed_project("乙", registered_on=None, total_investment=50_000_000)
    world.a_signed_project("丙", signed_on=date(2022, 12, 1), registered_on=date(2022, 12, 5))
    reach_milestone(first, kind="commenced", on=date(2023, 3, 1), actor=world.machine)
    client = signed_in(world.clerk)
    cohorts = funnel(client)
    assert [cohort.label for cohort in cohorts] == ["2023年", "2022年"]
    steps = {step.code: step for step in cohorts[0].steps}
    assert [steps[code].count for code in steps] == [2, 1, 1, 0]
    assert steps["signed"].investment == 150_000_000
    assert (steps["registered"].share, steps["registered"].median_days) == ("50%", 10)
    assert steps["commenced"].median_days == 40
    for cohort in [*cohorts, *funnel(client, "step=quarter")]:
        for step in cohort.steps:
            assert client.get(step.url).context["page"].paginator.count == step.count


def test_the_reserve_library_is_where_a_cohort_may_begin(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project("落成的")
    given = {"lead_unit": world.qingshi, "total_investment": 30_000_000, "actor": world.machine}
    turned = {"name": "已转化", "reserved_on": date(2022, 9, 1), "project": project}
    reserves.record(**turned, **given)
    reserves.record(name="未转化", reserved_on=date(2022, 10, 1), **given)
    client = signed_in(world.clerk)
    (cohort,) = funnel(client, "by=reserved")
    counts = {step.code: (step.count, step.share) for step in cohort.steps}
    assert cohort.unturned == 1
    assert counts["reserved"] == (1, "50%")
    assert counts["signed"] == (1, "50%")
    assert ReserveProject.objects.count() == 2
    assert client.get(cohort.unturned_url).status_code == 200
    assert funnel(signed_in(world.stranger), "by=reserved") == []


def stuck(client: Client, on: str, query: str = "") -> dict[str, str]:
    rows = client.get(f"/pipeline/stuck/?on={on}&{query}").context["rows"]
    return {row.cells[0].text: f"{row.mark} {row.cells[1].sub}" for row in rows}


def test_signed_and_not_commenced_shows_yellow_then_red(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project("甲")  # signed on 10 January, registered on 20 January
    client = signed_in(world.clerk)
    assert stuck(client, "2023-02-28") == {}
    assert stuck(client, "2023-04-10") == {
        "甲": "yellow 2023-04-10 满 3 个月未开工；2023-04-20 满 90 天"
    }
    assert stuck(client, "2023-04-12")["甲"].startswith("red 签约 92 天未开工，超过 3 个月")
    reach_milestone(project, kind="commenced", on=date(2023, 4, 1), actor=world.machine)
    assert stuck(client, "2023-04-12") == {}


def test_the_months_allowed_are_a_rule_of_the_county(world: World, signed_in: SignIn) -> None:
    world.a_signed_project("甲", registered_on=None)
    set_rule(
        Rule.objects.get(code="stuck_months"), code="stuck_months", label="签约未开工", value=6,
        since=date(2023, 1, 1), source="《调度办法》第三条", actor=world.clerk,
    )  # fmt: skip
    client = signed_in(world.clerk)
    assert "个月" not in stuck(client, "2023-04-12")["甲"]  # its stage's own 90 days remain
    assert "超过 6 个月" in stuck(client, "2023-07-12")["甲"]


def test_behind_its_plan_a_project_is_stuck_until_it_is_reached(
    world: World, signed_in: SignIn
) -> None:
    project = world.a_project("甲")
    plan(world, project, "signed", date(2023, 2, 28))
    client = signed_in(world.clerk)
    assert stuck(client, "2023-03-31") == {"甲": "red 计划 2023-02-28 签约，逾期 31 天"}
    sign_agreement(project, kind="contract", amount=None, on=date(2023, 3, 1), actor=world.machine)
    assert stuck(client, "2023-03-31") == {}


def test_what_has_left_is_not_stuck(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project("甲")
    reach_milestone(project, kind="terminated", on=date(2023, 2, 1), actor=world.machine)
    client = signed_in(world.clerk)
    assert stuck(client, "2023-12-31") == {}
    assert stuck(client, "2023-12-31", "light=grey") != {}


def test_the_stuck_list_is_exported_with_next_step_and_who(world: World, signed_in: SignIn) -> None:
    world.a_signed_project("甲", sponsor=world.head)
    client = signed_in(world.clerk)
    reply = client.get("/pipeline/stuck/export/?on=2023-06-30&light=red")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(reply.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "灯：超期" in rows[2][0]
    row = dict(zip(rows[3], rows[4], strict=True))
    assert (row["项目"], row["下一步"]) == ("甲", "转入“开工”")
    assert "上传施工合同" in row["还缺"]
    assert "包抓 song" in row["谁来办"]
    lines = client.get("/pipeline/stuck/export/?on=2023-06-30&as=csv")
    assert "签约 171 天未开工" in b"".join(lines.streaming_content).decode()
    other = signed_in(world.stranger).get("/pipeline/stuck/export/?on=2023-06-30&as=csv")
    assert "甲" not in b"".join(other.streaming_content).decode()


def test_the_home_page_counts_what_is_stuck(world: World, signed_in: SignIn) -> None:
    world.a_signed_project()

    def stuck_due(official: Any) -> list[int]:
        due = signed_in(official).get("/").context["due"]
        return [each.count for each in due if each.label == "滞留项目"]

    assert stuck_due(world.recorder) == [1]
    assert stuck_due(world.clerk) == [1]
    assert stuck_due(world.stranger) == []


def test_the_time_line_marks_what_is_late(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project("甲")
    plan(world, project, "registered", date(2023, 1, 15))
    plan(world, project, "commenced", date(2023, 6, 30))
    reply = signed_in(world.clerk).get("/pipeline/schedule/?span=2023")
    (line,) = reply.context["lines"]
    said = [dot.words.split("，")[-1][:4] for dot in line.dots]
    assert [dot.name for dot in line.dots] == ["签约", "入库", "入库", "开工"]
    assert said[1] == "迟 5 "
    assert line.dots[-1].kind == "late"
    assert signed_in(world.clerk).get("/pipeline/schedule/?span=2021").context["lines"] == []


def test_a_project_without_a_stage_is_in_no_stage(world: World) -> None:
    world.a_project()
    frame = frame_on(MARCH, world.clerk)
    (row,) = with_standing(visible_projects(frame), frame)
    assert (row.stage_index, row.since) == (NO_STAGE, None)

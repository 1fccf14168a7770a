"""A project's page says what the next stage lacks, and moves, waives, undoes and leaves."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.conftest import SignIn
from tests.projects.papers import show
from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.projects.models import Gate, Milestone, Project, Waiver
from wutong.attract.projects.operations import (
    projects,
    reach_milestone,
    set_stage,
    waive_gate,
)
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import metric

pytestmark = pytest.mark.django_db
MARCH = date(2023, 3, 1)


@pytest.fixture
def project(world: World) -> Project:
    """A project that a ledger brought as signed."""
    made = world.a_signed_project(registered_on=None, total_investment=100_000_000)
    reach_milestone(made, kind="signed", on=date(2023, 1, 10), actor=world.machine)
    return made


def ready(world: World, project: Project) -> None:
    show(project, "filing", world)
    projects.amend(
        project,
        approval_code="2303-620500-04-01-123451",
        local_firm=world.a_firm("临水某某储能有限公司"),
        actor=world.clerk,
    )


def test_the_page_says_what_is_missing_and_where_to_mend_it(
    world: World, project: Project, signed_in: SignIn
) -> None:
    text = signed_in(world.head).get(f"/projects/{project.pk}/").text
    assert "还缺 <b>3</b> 项，共 5 项要求" in text
    assert f"/evidence/new/?project={project.pk}&amp;kind=filing" in text
    assert f"/projects/{project.pk}/edit/#id_approval_code" in text
    assert f"/projects/{project.pk}/edit/#id_local_firm" in text
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    assert f"/projects/{project.pk}/waivers/{gate.pk}/" in text


def test_who_may_not_waive_is_told_who_may(
    world: World, project: Project, signed_in: SignIn
) -> None:
    text = signed_in(world.clerk).get(f"/projects/{project.pk}/").text
    assert "/waivers/" not in text.replace('href="/waivers/"', "")
    assert "可由“岗位" in text
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    url = f"/projects/{project.pk}/waivers/{gate.pk}/"
    reply = signed_in(world.clerk).post(url, {"on": "2023-03-01", "reason": "x"})
    assert reply.status_code == 403


def test_another_stage_is_asked_about_without_loading_the_page(
    world: World, project: Project, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    url = f"/projects/{project.pk}/move/?to=commenced"
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "next"})
    assert "上传施工合同" in part.text
    assert "<html" not in part.text
    whole = client.get(url)
    assert "上传施工合同" in whole.text
    assert "<html" in whole.text


def test_a_move_is_refused_in_words_and_then_made(
    world: World, project: Project, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    url = f"/projects/{project.pk}/move/"
    given = {"to": "registered", "on": "2023-03-01", "document": "临发改备〔2023〕5号", "note": ""}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert "不能转入“入库”，还缺3项" in refused.text
    assert "临发改备〔2023〕5号" in refused.text
    ready(world, project)
    assert client.post(url, given).status_code == 302
    text = client.get(f"/projects/{project.pk}/").text
    assert "按门槛转入" in text
    assert "临发改备〔2023〕5号" in text
    assert Milestone.objects.get(kind="registered").certified_by == world.clerk


def test_a_bad_day_is_said_at_its_field(world: World, project: Project, signed_in: SignIn) -> None:
    client = signed_in(world.clerk)
    reply = client.post(f"/projects/{project.pk}/move/", {"to": "registered", "on": "昨天"})
    assert reply.status_code == 422
    assert client.get(f"/projects/{project.pk}/move/?on=昨天&to=nowhere").status_code == 200


def test_a_ledgers_step_is_marked_and_taken_back(
    world: World, project: Project, signed_in: SignIn
) -> None:
    made = reach_milestone(project, kind="registered", on=MARCH, actor=world.machine)
    client = signed_in(world.clerk)
    assert "台账转入，缺佐证" in client.get(f"/projects/{project.pk}/").text
    assert client.post(f"/milestones/{made.pk}/undoing/", {"reason": ""}).status_code == 422
    client.post(f"/milestones/{made.pk}/undoing/", {"reason": "台账误填"})
    assert not Milestone.objects.filter(kind="registered").exists()


def test_a_milestone_is_not_edited_and_withdrawn_only_by_undoing(
    world: World, project: Project, signed_in: SignIn
) -> None:
    made = reach_milestone(project, kind="registered", on=MARCH, actor=world.machine)
    client = signed_in(world.clerk)
    labels = [a.label for a in client.get(f"/milestones/{made.pk}/").context["actions"]]
    assert labels == ["撤销这一步", "打开项目"]
    reply = client.post(f"/milestones/{made.pk}/edit/", {"happened_on": "2023-01-01"}, follow=True)
    assert "“入库”不能直接修改" in reply.text
    for below in ("undoing", "withdrawal"):
        url = f"/milestones/{made.pk}/{below}/"
        assert signed_in(world.recorder).post(url, {"reason": "x"}).status_code == 403
        assert signed_in(world.stranger).post(url, {"reason": "x"}).status_code == 404
    assert Milestone.objects.filter(kind="registered").count() == 1


def test_a_milestone_typed_by_hand_passes_the_gates(
    world: World, project: Project, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    given = {"project": f"#{project.pk}", "kind": "registered", "happened_on": "2023-03-01"}
    refused = client.post("/milestones/new/", given)
    assert "不能转入“入库”，还缺3项" in refused.text
    ready(world, project)
    client.post("/milestones/new/", given)
    assert Milestone.objects.get(kind="registered").basis == "gates"
    assert signed_in(world.recorder).post("/milestones/new/", given).status_code == 403
    left = {**given, "kind": "terminated", "document": "纪要", "reason": "撤资"}
    client.post("/milestones/new/", left)
    assert Milestone.objects.get(kind="terminated").left_stage == "registered"


def test_leaving_asks_for_reason_and_document(
    world: World, project: Project, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    url = f"/projects/{project.pk}/leaving/"
    assert client.post(url, {"on": "2023-03-01"}).status_code == 422
    client.post(url, {"on": "2023-03-01", "reason": "撤资", "document": "临招办〔2023〕9号"})
    text = client.get(f"/projects/{project.pk}/").text
    assert "退出前：签约" in text
    assert "不再推进" in text
    assert client.post(url, {"on": "2023-03-02", "reason": "x", "document": "y"}).status_code == 422


def test_a_waiver_is_given_listed_counted_and_withdrawn(
    world: World, project: Project, signed_in: SignIn
) -> None:
    client = signed_in(world.head)
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    url = f"/projects/{project.pk}/waivers/{gate.pk}/"
    client.post(url, {"on": "2023-03-01", "reason": "正在办照"})
    assert client.post(url, {"on": "2023-03-01", "reason": "再来"}).status_code == 422
    assert "已豁免：正在办照" in client.get(f"/projects/{project.pk}/").text
    assert "正在办照" in client.get("/waivers/").text
    assert len(client.get(f"/waivers/?gate={gate.pk}&q=正在").context["rows"]) == 1
    assert len(signed_in(world.stranger).get("/waivers/").context["rows"]) == 0
    quarter = Ask.of(Period.written("2023Q1"))
    assert metric("gate_waivers").by("unit", quarter) == {world.qingshi.pk: 1}
    made = Waiver.objects.get()
    withdraw = f"/waivers/{made.pk}/withdrawal/"
    assert signed_in(world.clerk).post(withdraw, {"reason": "x"}).status_code == 403
    client.post(withdraw, {"reason": "执照已办"})
    assert metric("gate_waivers").value(Ask.of(Period.written("2023Q1"))) == 0


def test_stage_names_on_lists_are_the_countys(
    world: World, project: Project, signed_in: SignIn
) -> None:
    set_stage(
        None, since=date(2020, 1, 1), source="省办〔2019〕1号", code="land_granted", name="供地",
        order=65, actor=world.clerk,
    )  # fmt: skip
    reach_milestone(project, kind="land_granted", on=MARCH, actor=world.machine)
    client = signed_in(world.clerk)
    row = client.get("/projects/?stage=land_granted").context["rows"][0]
    assert "供地" in [cell.text for cell in row.cells]
    assert len(client.get("/projects/?stage=signed").context["rows"]) == 0
    assert "供地" in [s["text"] for s in client.get(f"/projects/{project.pk}/").context["status"]]


def test_what_is_being_built_is_continued_after_the_years_turn(
    world: World, project: Project, signed_in: SignIn
) -> None:
    reach_milestone(project, kind="commenced", on=date(2023, 2, 1), actor=world.machine)
    client = signed_in(world.clerk)
    row = client.get("/projects/?stage=continuing").context["rows"][0]
    assert [(c.text, c.sub) for c in row.cells if c.sub == "续建"] == [("开工", "续建")]
    assert len(client.get("/projects/?stage=building").context["rows"]) == 0
    reach_milestone(project, kind="in_production", on=date(2023, 6, 1), actor=world.machine)
    assert len(client.get("/projects/?stage=continuing").context["rows"]) == 0


def test_the_list_and_the_page_say_the_same_stage(
    world: World, project: Project, signed_in: SignIn
) -> None:
    reach_milestone(project, kind="in_talks", on=date(2022, 6, 1), actor=world.machine)
    client = signed_in(world.clerk)
    assert client.get("/projects/?stage=signed").context["rows"]
    assert client.get(f"/projects/{project.pk}/").context["standing"].code == "signed"


def test_a_stranger_opens_none_of_it(world: World, project: Project, signed_in: SignIn) -> None:
    client = signed_in(world.stranger)
    for below in ("move", "leaving", "credit", "major", "credit/total"):
        assert client.get(f"/projects/{project.pk}/{below}/").status_code == 404


def test_an_incentive_waits_for_its_review_on_the_page(world: World, signed_in: SignIn) -> None:
    made = world.a_signed_project(registered_on=None)
    agreement = made.agreements.get()
    client = signed_in(world.clerk)
    client.post("/incentives/new/", {"agreement": f"#{agreement.pk}", "text": "厂房租金三年减免"})
    text = client.get(f"/agreements/{agreement.pk}/").text
    assert "厂房租金三年减免" in text
    assert f"/incentives/new/?agreement={agreement.pk}" in text
    assert Firm.objects.exists()


def test_waiving_is_known_to_the_machine_as_to_a_person(world: World, project: Project) -> None:
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    waive_gate(project, gate=gate, reason="正在办照", on=MARCH, actor=world.head)
    assert str(Waiver.objects.get()) == f"{project} 豁免：填写本地注册公司"


def test_a_doubtful_project_code_is_shown_and_not_refused(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project(approval_code="2303-620500-04-01-123450")
    lights = signed_in(world.clerk).get(f"/projects/{project.pk}/").context["status"]
    assert {"tone": "yellow", "text": "投资项目代码待核对"} in lights

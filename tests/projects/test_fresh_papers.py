"""A paper that opened one gate does not open another that asks for a new one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.projects.models import Evidence, Gate, Milestone, Project
from wutong.attract.projects.operations import (
    merge_projects,
    milestone_plans,
    move_project,
    reach_milestone,
    set_gate,
    split_merger,
    undo_move,
    waive_gate,
    withdraw_evidence,
)
from wutong.attract.projects.queries import lacks
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db
OPENED, RUNNING, AT_FULL = date(2023, 3, 1), date(2024, 9, 1), date(2025, 9, 1)
WANTED = "上传投产现场照片"


@pytest.fixture
def project(world: World) -> Project:
    """A registered project that has all that 开工 and 投产 ask for, but photos."""
    made = world.a_signed_project(is_site_secured=True, total_investment=100_000_000)
    world.an_evidence(made, "construction_contract")
    world.a_receipt(made, 70_000_000)
    return made


def photo(world: World, project: Project, on: date, **facts: object) -> Evidence:
    shot = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    return world.an_evidence(project, "site_photo", shot_at=shot, issued_on=None, **facts)


def opened(world: World, project: Project) -> Milestone:
    return move_project(project, to="commenced", on=OPENED, actor=world.clerk)


def said(project: Project, stage: str = "in_production", on: date = RUNNING) -> list[str]:
    return [lack.words for lack in lacks(project, stage, on)]


def test_the_photo_of_the_opening_does_not_show_production(world: World, project: Project) -> None:
    first = photo(world, project, date(2023, 3, 1))
    world.an_evidence(project, "acceptance", issued_on=date(2024, 8, 20))
    move = opened(world, project)
    assert first.pk in move.rests_on

    with pytest.raises(Refused, match=f"{WANTED}：须为新材料，已登记的1份已用于其他阶段"):
        move_project(project, to="in_production", on=RUNNING, actor=world.clerk)
    second = photo(world, project, date(2024, 8, 30))
    made = move_project(project, to="in_production", on=RUNNING, actor=world.clerk)

    assert second.pk in made.rests_on
    assert first.pk not in made.rests_on


def test_what_was_shot_before_the_last_stage_does_not_show_the_next(
    world: World, project: Project
) -> None:
    reach_milestone(project, kind="commenced", on=OPENED, actor=world.machine)
    photo(world, project, date(2023, 2, 20))
    assert f"{WANTED}：须为“开工”（2023-03-01）以后的，已登记的1份不是" in said(project)
    photo(world, project, date(2024, 8, 30))
    assert not any(words.startswith(WANTED) for words in said(project))


def test_the_same_file_recorded_again_is_not_new(world: World, project: Project) -> None:
    photo(world, project, date(2023, 3, 1), words="大门")
    opened(world, project)
    photo(world, project, date(2024, 8, 30), words="大门", repeat_reason="同一角度")
    assert f"{WANTED}：须为新材料，已登记的2份已用于其他阶段" in said(project)


def test_a_used_paper_that_was_withdrawn_does_not_come_back_as_new(
    world: World, project: Project
) -> None:
    first = photo(world, project, date(2023, 3, 1), words="大门")
    opened(world, project)
    withdraw_evidence(first, reason="重传", actor=world.recorder)
    photo(world, project, date(2024, 8, 30), words="大门")
    assert f"{WANTED}：须为新材料，已登记的1份已用于其他阶段" in said(project)


def test_papers_brought_in_late_go_to_the_move_of_their_time(
    world: World, project: Project
) -> None:
    """Both photos are on file before either move is recorded: the later one stays for 投产."""
    early, late = photo(world, project, date(2023, 3, 5)), photo(world, project, date(2024, 8, 30))
    move = opened(world, project)
    assert [key in move.rests_on for key in (early.pk, late.pk)] == [True, False]
    assert not any(words.startswith(WANTED) for words in said(project))


def test_a_leap_asks_for_a_photo_of_each_stage(world: World, project: Project) -> None:
    photo(world, project, date(2024, 8, 30))
    assert f"{WANTED}：须为新材料，已登记的1份已用于其他阶段" in said(project)
    photo(world, project, date(2024, 8, 31))
    world.an_evidence(project, "acceptance")
    made = move_project(project, to="in_production", on=RUNNING, actor=world.clerk)
    photos = Evidence.objects.filter(kind="site_photo").values_list("pk", flat=True)
    assert set(photos) <= set(made.rests_on)


def test_a_move_taken_back_gives_its_papers_back(world: World, project: Project) -> None:
    photo(world, project, date(2023, 3, 1))
    undo_move(opened(world, project), reason="日期填错", actor=world.clerk)
    move_project(project, to="commenced", on=date(2023, 3, 8), actor=world.clerk)


def test_the_acceptance_of_a_plant_does_not_show_that_it_runs_full(
    world: World, project: Project
) -> None:
    photo(world, project, date(2023, 3, 1))
    opened(world, project)
    photo(world, project, date(2024, 8, 30))
    world.an_evidence(project, "acceptance", issued_on=date(2024, 8, 20))
    move_project(project, to="in_production", on=RUNNING, actor=world.clerk)
    assert said(project, "at_capacity", AT_FULL) == [
        "上传达产证明：须为新材料，已登记的1份已用于其他阶段"
    ]
    world.an_evidence(project, "acceptance", issued_on=date(2025, 9, 1), shot_at=None)
    assert said(project, "at_capacity", AT_FULL) == []


def test_what_was_used_is_used_after_a_merger_and_a_split(world: World, project: Project) -> None:
    other = world.a_signed_project("同一项目", unit=world.baiyang)
    photo(world, project, date(2023, 3, 1))
    opened(world, project)
    reach_milestone(other, kind="commenced", on=OPENED, actor=world.machine)
    merger = merge_projects(
        other, merged=project, reason="同一", on=date(2023, 4, 1), actor=world.clerk
    )
    assert f"{WANTED}：须为新材料，已登记的1份已用于其他阶段" in said(other)
    split_merger(merger, reason="两期", actor=world.clerk)
    assert WANTED in said(other)
    assert f"{WANTED}：须为新材料，已登记的1份已用于其他阶段" in said(project)


def test_a_new_paper_may_be_waived(world: World, project: Project) -> None:
    photo(world, project, date(2023, 3, 1))
    opened(world, project)
    gate = Gate.objects.get(stage="in_production", subject="site_photo")
    waive_gate(project, gate=gate, reason="涉密厂区", on=RUNNING, actor=world.head)
    stands = {lack.gate.subject: lack.stands for lack in lacks(project, "in_production", RUNNING)}
    assert stands == {"acceptance": True, "site_photo": False}


def test_the_stuck_list_names_the_new_photo(
    world: World, project: Project, signed_in: SignIn
) -> None:
    photo(world, project, date(2023, 3, 1))
    opened(world, project)
    milestone_plans.record(
        project=project, project_name=project.name, kind="in_production", lead_unit=world.qingshi,
        due_from=date(2024, 6, 1), due_on=date(2024, 6, 30), actor=world.machine,
    )  # fmt: skip
    client = signed_in(world.clerk)
    assert WANTED in client.get("/pipeline/stuck/?on=2024-09-01").text
    photo(world, project, date(2024, 8, 30))
    assert WANTED not in client.get("/pipeline/stuck/?on=2024-09-01").text


# --- the gates as rows -----------------------------------------------------------------------


def given(**changes: str) -> dict[str, str]:
    return {
        "stage": "registered", "asked": "evidence opinion", "words": "上传联审意见",
        "since": "2020-01-01", "source": "县办〔2019〕9号", "needs_unused": "on",
        "needs_later": "on", **changes,
    }  # fmt: skip


def set_on_screen(client: Client, **changes: str) -> None:
    shown = client.post("/gates/new/", given(**changes))
    client.post("/gates/new/", given(seen=shown.context["preview"].digest, **changes))


def test_a_county_says_on_screen_which_papers_must_be_new(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.clerk)
    assert "须为新材料、不早于上一阶段" in client.get("/gates/").text  # of the shipped gates
    set_on_screen(client)
    made = Gate.objects.get(words="上传联审意见")
    assert (made.needs_unused, made.needs_later) == (True, True)
    project = world.a_signed_project(registered_on=None)
    reach_milestone(project, kind="signed", on=date(2023, 1, 10), actor=world.machine)
    world.an_evidence(project, "opinion", issued_on=date(2023, 1, 9))
    words = "上传联审意见：须为“签约”（2023-01-10）以后的，已登记的1份不是"
    assert words in said(project, "registered", date(2023, 3, 1))
    follower = client.get(f"/gates/{made.pk}/successor/").context["form"]
    assert follower["needs_unused"].value() is True


def test_only_papers_can_be_new(world: World, signed_in: SignIn) -> None:
    refused = signed_in(world.clerk).post("/gates/new/", given(asked="field content"))
    assert refused.context["form"].errors["needs_later"] == ["只对佐证材料可用"]
    with pytest.raises(Refused, match="只有佐证材料可以要求"):
        set_gate(
            None, stage="registered", kind="field", subject="content", words="x",
            needs_unused=True, since=OPENED, source="县办", actor=world.clerk,
        )  # fmt: skip


def test_an_upgrade_asks_for_new_papers_where_the_county_changed_nothing(world: World) -> None:
    upgrade = import_module("wutong.attract.projects.migrations.0010_fresh_defaults")
    shipped = Gate.objects.get(stage="in_production", subject="site_photo")
    upgrade.ask_as_before(apps, None)
    own = Gate.objects.get(stage="at_capacity", subject="acceptance")
    set_gate(own, since=AT_FULL, source="县办〔2025〕1号", needs_unused=False, actor=world.clerk)

    upgrade.ask_for_new_papers(apps, None)

    for gate in Gate.objects.filter(subject__in=("site_photo", "acceptance")):
        assert gate.needs_unused == gate.needs_later == (gate.pk == shipped.pk), gate


def test_an_upgrade_finds_what_earlier_moves_rest_on(world: World, project: Project) -> None:
    upgrade = import_module("wutong.attract.projects.migrations.0010_fresh_defaults")
    first = photo(world, project, date(2023, 3, 5))
    move = opened(world, project)
    known = sorted(move.rests_on)
    photo(world, project, date(2024, 8, 30))
    Milestone.objects.filter(pk=move.pk).update(rests_on=[])

    upgrade.find_papers(apps, None)

    move.refresh_from_db()
    assert move.rests_on == known
    assert first.pk in known

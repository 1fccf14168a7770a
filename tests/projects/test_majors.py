"""A project is put on a list of majors, which gives it a task force and an agency officer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import World
from wutong.attract.projects.models import MajorTag, Project, ProjectTeam
from wutong.attract.projects.operations import leave_project, tag_major, untag_major
from wutong.attract.projects.queries import could_be_major, county_floor
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db
MARCH = date(2023, 3, 1)


@pytest.fixture
def project(world: World) -> Project:
    return world.a_signed_project(total_investment=Decimal(320_000_000))


def tagged(world: World, project: Project, level: str = "county", **changes: object) -> MajorTag:
    given = {
        "document": "临政发〔2023〕4号", "on": MARCH, "leader": world.head, "agent": world.clerk,
        "members": "青石镇、供电公司", "actor": world.clerk,
    }  # fmt: skip
    return tag_major(project, level=level, **{**given, **changes})


def test_the_first_tag_forms_the_task_force(world: World, project: Project) -> None:
    tagged(world, project)
    tagged(world, project, "city", leader=world.verifier, agent=world.verifier)
    team = ProjectTeam.objects.get(project=project)
    assert (team.leader, team.agent, team.formed_on) == (world.head, world.clerk, MARCH)
    assert {tag.level for tag in MajorTag.objects.all()} == {"county", "city"}
    actions = set(Trail.objects.values_list("action", flat=True))
    assert {"projects.tagged_major", "projects.team_recorded"} <= actions


def test_the_head_of_the_bureau_may_tag_without_keeping_projects(
    world: World, project: Project
) -> None:
    head = world.an_official("zhou", world.bureau, ["projects.move", "county.see"], world.county)
    tagged(world, project, actor=head)
    assert ProjectTeam.objects.filter(project=project).exists()


def test_only_who_moves_projects_tags_them(world: World, project: Project) -> None:
    with pytest.raises(PermissionDenied):
        tagged(world, project, actor=world.recorder)
    tag = tagged(world, project)
    with pytest.raises(PermissionDenied):
        untag_major(tag, reason="误列", actor=world.recorder)


def test_the_countys_list_has_a_floor(world: World) -> None:
    small = world.a_project("小项目", total_investment=Decimal(99_999_999))
    with pytest.raises(Refused, match="县列重大项目总投资不低于1亿元，该项目10000万元"):
        tagged(world, small)
    with pytest.raises(Refused, match="该项目未填"):
        tagged(world, world.a_project("无投资额"))
    tagged(world, small, "province")
    assert county_floor(MARCH) == 100_000_000


def test_a_tag_needs_its_document_and_is_given_once(world: World, project: Project) -> None:
    with pytest.raises(Refused, match="请写明列入重大项目的文件"):
        tagged(world, project, document=" ")
    tagged(world, project)
    with pytest.raises(Refused, match="该项目已列入这一层级"):
        tagged(world, project)


def test_a_project_is_taken_off_with_its_reason(world: World, project: Project) -> None:
    tag = tagged(world, project)
    with pytest.raises(Refused, match="请写明移出原因"):
        untag_major(tag, reason="", actor=world.clerk)
    untag_major(tag, reason="投资额调减", actor=world.clerk)
    assert not MajorTag.objects.exists()
    assert ProjectTeam.objects.exists()
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.note) == ("projects.untagged_major", "投资额调减")


def test_those_above_the_floor_and_on_no_list_are_named(world: World, project: Project) -> None:
    gone = world.a_signed_project("已退出项目", total_investment=Decimal(500_000_000))
    leave_project(gone, on=MARCH, reason="撤资", document="纪要", actor=world.clerk)
    world.a_project("小项目", total_investment=Decimal(1_000_000))
    assert list(could_be_major(MARCH)) == [project]
    tagged(world, project)
    assert list(could_be_major(MARCH)) == []

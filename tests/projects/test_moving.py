"""A project moves as its gates allow, each move certified, waived or taken back by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.projects.papers import show
from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import incentive_clauses
from wutong.attract.projects.models import Gate, Milestone, Project, Stage, Waiver, stage_names
from wutong.attract.projects.operations import (
    leave_project,
    move_project,
    projects,
    reach_milestone,
    set_gate,
    set_stage,
    undo_move,
    waive_gate,
)
from wutong.attract.projects.queries import blocked_by, lacks, standing_of
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db
MARCH = date(2023, 3, 1)


@pytest.fixture
def project(world: World) -> Project:
    """A project that a ledger brought as signed, with nothing on file."""
    made = world.a_signed_project(registered_on=None)
    reach_milestone(made, kind="signed", on=date(2023, 1, 10), actor=world.machine)
    return made


def ready_to_register(world: World, project: Project) -> Project:
    show(project, "filing", world)
    return projects.amend(
        project,
        approval_code="2303-620500-04-01-123451",
        local_firm=world.a_firm("临水某某储能有限公司"),
        total_investment=Decimal(100_000_000),
        actor=world.clerk,
    )


def test_a_move_names_all_that_is_wanting(world: World, project: Project) -> None:
    with pytest.raises(Refused) as refusal:
        move_project(project, to="registered", on=MARCH, actor=world.clerk)
    said = str(refusal.value)
    assert said.startswith("不能转入“入库”，还缺4项：1. ")
    for wanted in ("填写投资项目代码：尚未填写", "上传备案", "填写本地注册公司", "总投资未填"):
        assert wanted in said
    assert not Milestone.objects.exclude(kind="signed").exists()


def test_a_project_with_all_papers_moves(world: World, project: Project) -> None:
    ready_to_register(world, project)
    moved = move_project(
        project, to="registered", on=MARCH, document="临发改备〔2023〕5号", actor=world.clerk
    )
    assert (moved.basis, moved.certified_by, moved.counted_on) == ("gates", world.clerk, MARCH)
    assert standing_of(project, on=MARCH).name == "入库"
    assert standing_of(project, on=date(2023, 2, 28)).name == "签约"
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor_id) == ("projects.moved", world.clerk.pk)


def test_only_who_may_move_moves(world: World, project: Project) -> None:
    ready_to_register(world, project)
    for official in (world.recorder, world.stranger):
        with pytest.raises(PermissionDenied):
            move_project(project, to="registered", on=MARCH, actor=official)


def test_an_old_incomplete_record_is_repaired_field_by_field(
    world: World, project: Project
) -> None:
    projects.amend(project, site="青石镇工业园", actor=world.recorder)
    assert Project.objects.get(pk=project.pk).site == "青石镇工业园"


def test_a_waiver_lets_one_gate_go_and_is_counted(world: World, project: Project) -> None:
    ready_to_register(world, project)
    projects.amend(project, local_firm=None, actor=world.clerk)
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    with pytest.raises(PermissionDenied):
        waive_gate(project, gate=gate, reason="正在办照", on=MARCH, actor=world.clerk)
    with pytest.raises(Refused, match="请写明豁免理由"):
        waive_gate(project, gate=gate, reason=" ", on=MARCH, actor=world.head)
    waive_gate(project, gate=gate, reason="正在办照，承诺十日内补", on=MARCH, actor=world.head)
    move_project(project, to="registered", on=MARCH, actor=world.clerk)
    assert [lack.stands for lack in lacks(project, "registered", MARCH)] == [False]
    assert Waiver.objects.get().reason == "正在办照，承诺十日内补"


def test_what_the_law_asks_is_not_waived(world: World, project: Project) -> None:
    gate = Gate.objects.get(stage="registered", subject="contract_recorded")
    with pytest.raises(Refused, match="不得豁免"):
        waive_gate(project, gate=gate, reason="领导同意", on=MARCH, actor=world.head)


def test_the_latest_move_is_taken_back_and_the_trail_keeps_it(
    world: World, project: Project
) -> None:
    ready_to_register(world, project)
    moved = move_project(project, to="registered", on=MARCH, actor=world.clerk)
    undo_move(moved, reason="备案号填错", actor=world.clerk)
    assert standing_of(project, on=MARCH).name == "签约"
    assert Milestone.history.filter(project=project, kind="registered").count() == 1
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.note) == ("projects.move_undone", "备案号填错")


def test_an_earlier_move_is_not_taken_back_from_under_a_later_one(
    world: World, project: Project
) -> None:
    first = move_project_by_ledger(world, project, "registered", date(2023, 1, 20))
    move_project_by_ledger(world, project, "commenced", date(2023, 2, 20))
    with pytest.raises(Refused, match="项目已到“开工”"):
        undo_move(first, reason="误录", actor=world.clerk)


def move_project_by_ledger(world: World, project: Project, kind: str, on: date) -> Milestone:
    return reach_milestone(project, kind=kind, on=on, actor=world.machine)


def test_no_step_back_and_no_day_before_an_earlier_stage(world: World, project: Project) -> None:
    move_project_by_ledger(world, project, "commenced", date(2023, 2, 20))
    with pytest.raises(Refused, match="项目已到“开工”（2023-02-20），不能再转入“入库”"):
        move_project(project, to="registered", on=MARCH, actor=world.clerk)
    with pytest.raises(Refused, match="早于“开工”的日期2023-02-20"):
        move_project(project, to="in_production", on=date(2023, 2, 1), actor=world.clerk)


def test_leaving_keeps_the_stage_reason_and_document(world: World, project: Project) -> None:
    with pytest.raises(Refused, match="请写明退出原因和决定文件"):
        leave_project(project, on=MARCH, reason="", document="", actor=world.clerk)
    left = leave_project(
        project, on=MARCH, reason="投资方资金断裂", document="临招办〔2023〕9号", actor=world.clerk
    )
    assert (left.left_stage, left.reason) == ("signed", "投资方资金断裂")
    with pytest.raises(Refused, match="项目已于2023-03-01终止，不能再推进"):
        move_project(project, to="registered", on=MARCH, actor=world.clerk)
    undo_move(left, reason="投资方恢复出资", actor=world.clerk)
    assert standing_of(project, on=MARCH).name == "签约"


def test_begun_in_an_earlier_year_is_continued_building(world: World, project: Project) -> None:
    move_project_by_ledger(world, project, "commenced", date(2023, 2, 20))
    assert standing_of(project, on=date(2023, 12, 31)).said == "在建"
    assert standing_of(project, on=date(2024, 1, 1)).said == "续建"
    move_project_by_ledger(world, project, "in_production", date(2024, 6, 1))
    assert standing_of(project, on=date(2024, 6, 1)).said == "投产"


def test_a_province_renames_a_stage_and_adds_one(world: World, project: Project) -> None:
    registered = Stage.objects.get(code="registered")
    set_stage(
        registered, since=date(2024, 1, 1), source="省招商办〔2023〕1号", name="纳入库",
        actor=world.clerk,
    )  # fmt: skip
    set_stage(
        None, since=date(2024, 1, 1), source="省招商办〔2023〕1号", code="land_granted",
        name="供地", order=65, actor=world.clerk,
    )  # fmt: skip
    assert stage_names()["registered"] == "纳入库"
    move_project_by_ledger(world, project, "registered", date(2023, 1, 20))
    assert standing_of(project, on=date(2023, 12, 31)).name == "入库"
    assert standing_of(project, on=date(2024, 1, 1)).name == "纳入库"
    with pytest.raises(Refused, match="2023-03-01没有“land_granted”这个阶段"):
        move_project(project, to="land_granted", on=MARCH, actor=world.clerk)
    moved = move_project(project, to="land_granted", on=date(2024, 2, 1), actor=world.clerk)
    assert str(moved).endswith("供地 2024-02-01")


def test_before_a_gate_takes_effect_whom_it_would_hold_is_listed(
    world: World, project: Project
) -> None:
    gate = Gate(stage="commenced", kind="field", subject="content", words="填写建设内容")
    assert blocked_by(gate, MARCH) == [(project, "填写建设内容")]
    projects.amend(project, content="年产5万套储能电池", actor=world.clerk)
    assert blocked_by(gate, MARCH) == []


def test_a_gate_follows_another_from_its_day(world: World, project: Project) -> None:
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    with pytest.raises(PermissionDenied):
        set_gate(gate, since=MARCH, source="县办〔2023〕3号", words="填", actor=world.recorder)
    set_gate(
        gate, since=MARCH, source="县办〔2023〕3号", words="填写本地公司并上传执照",
        actor=world.clerk,
    )  # fmt: skip
    before = [lack.words for lack in lacks(project, "registered", date(2023, 2, 28))]
    after = [lack.words for lack in lacks(project, "registered", MARCH)]
    assert "填写本地注册公司" in before
    assert "填写本地公司并上传执照" in after
    assert "填写本地注册公司" not in after


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "field", "subject": "colour"}, "项目没有“colour”这一项"),
        ({"kind": "check", "subject": "vibes"}, "没有“vibes”这项核查"),
        ({"kind": "field", "subject": "site", "stage": "nowhere"}, "没有“nowhere”这个阶段"),
        (
            {"kind": "field", "subject": "site", "condition": [{"fact": "origin"}]},
            "适用条件看不懂",
        ),
    ],
)
def test_a_gate_that_nobody_can_judge_is_refused(
    world: World, facts: dict[str, object], words: str
) -> None:
    given = {"stage": "registered", "words": "x", "since": MARCH, "source": "县办", **facts}
    with pytest.raises(Refused, match=words):
        set_gate(None, actor=world.clerk, **given)


def test_incentives_wait_for_their_review(world: World) -> None:
    project = world.a_signed_project(registered_on=None)
    agreement = Agreement.objects.get(project=project)
    incentive_clauses.record(agreement=agreement, text="厂房租金三年减免", actor=world.clerk)
    said = [lack.words for lack in lacks(project, "signed", MARCH)]
    assert "优惠条款须完成公平竞争审查：“厂房租金三年减免”没有准予实施的审查结论" in said


def test_a_leap_passes_the_gates_of_the_stages_it_skips(world: World) -> None:
    bare = world.a_project()
    said = [lack.words for lack in lacks(bare, "commenced", MARCH)]
    for wanted in ("上传合同（协议）扫描件", "上传备案（核准、审批）文件", "上传施工合同"):
        assert wanted in said
    with pytest.raises(Refused, match="登记协议：还没有登记合同"):
        move_project(bare, to="commenced", on=MARCH, actor=world.clerk)

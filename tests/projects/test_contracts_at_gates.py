"""A contract shows that a project is signed; only a move, or a ledger, passes the gates of 签约."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.desk.conftest import SignIn
from tests.imports.books import Desk, a_project, write
from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.models import Gate, Milestone, Project
from wutong.attract.projects.operations import merge_projects

pytestmark = pytest.mark.django_db
SIGNING = ("contract", "licence", "opinion")
FACTS = {
    "name": "储能装备制造项目", "origin": "outside", "channel": "station", "content": "生产线两条",
    "site": "青石镇工业园", "total_investment": "10000",
    "approval_code": "2303-620500-04-01-123451",
}  # fmt: skip
REGISTERED = {"to": "registered", "on": "2023-03-01", "document": "临发改备〔2023〕5号"}


@pytest.fixture
def desk(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.clerk)


def on_the_desk(world: World, desk: Client, **facts: str) -> Project:
    """Record a project and its contract on screen, with all that 入库 itself asks for."""
    investor = world.a_firm(credit_code="91330100MA27XYXM5X")
    local = world.a_firm("临水某某储能有限公司")
    links = {"lead_unit": world.qingshi.pk, "investor": investor.name, "local_firm": local.name}
    desk.post("/projects/new/", {**FACTS, **links, **facts})
    project = Project.objects.latest("pk")
    signed = {"kind": "contract", "amount": "10000", "signed_on": "2023-01-10"}
    desk.post("/agreements/new/", {"project": f"#{project.pk}", **signed})
    world.an_evidence(project, "filing")
    return project


def from_a_ledger(desk: Client, path: Path, **given: object) -> Project:
    """Import a project whose ledger knows of its contract and of no further step."""
    row = a_project("XM1", "储能项目", **{"入库时间": "", "开工时间": "", **given})
    Desk(desk).take(write(path / "项目台账.xlsx", row))
    return Project.objects.get(name="储能项目")


def lacks_shown(desk: Client, project: Project, to: str = "registered") -> list[str]:
    shown = desk.get(f"/projects/{project.pk}/move/", {"to": to, "on": "2023-03-01"})
    return [line.words for line in shown.context["next"].wanting]


def edit(desk: Client, agreement: Agreement, **changes: str) -> None:
    form = desk.get(f"/agreements/{agreement.pk}/edit/").context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    known = {k: v for k, v in values.items() if v not in (None, False)}
    desk.post(f"/agreements/{agreement.pk}/edit/", {**known, **changes})
    agreement.refresh_from_db()


def test_a_contract_recorded_by_hand_does_not_pass_the_gates_of_signing(
    world: World, desk: Client
) -> None:
    project = on_the_desk(world, desk)
    url = f"/projects/{project.pk}/move/"

    refused = desk.post(url, REGISTERED)

    assert refused.status_code == 422
    assert "不能转入“入库”，还缺3项" in refused.text
    for words in ("上传合同（协议）扫描件", "上传投资方营业执照", "上传预审（联审）意见"):
        assert words in refused.text
    for kind in SIGNING:
        assert not Milestone.objects.exists()
        world.an_evidence(project, kind)
        desk.post(url, REGISTERED)
    assert Milestone.objects.get().kind == "registered"


def test_once_the_signing_is_certified_its_papers_are_not_asked_again(
    world: World, desk: Client
) -> None:
    project = on_the_desk(world, desk)
    page = desk.get(f"/projects/{project.pk}/")
    assert page.context["standing"].code == "signed"
    assert page.context["next"].stage.code == "signed"
    assert "还缺 <b>3</b> 项" in page.text
    papers = [world.an_evidence(project, kind) for kind in SIGNING]
    desk.post(f"/projects/{project.pk}/move/", {"to": "signed", "on": "2023-01-10"})
    assert Milestone.objects.get().basis == "gates"

    page = desk.get(f"/projects/{project.pk}/")

    assert page.context["next"].stage.code == "registered"
    assert (page.context["next"].wanting, page.context["next"].asked) == ([], 5)
    assert f"材料：{papers[0]}" in page.text
    signing = Milestone.objects.get()
    desk.post(f"/milestones/{signing.pk}/undoing/", {"reason": "执照过期"})
    assert desk.get(f"/projects/{project.pk}/").context["next"].stage.code == "signed"


def test_a_project_made_by_hand_owes_what_the_stages_before_ask_too(
    world: World, desk: Client
) -> None:
    project = on_the_desk(world, desk, content="", channel="")
    for kind in SIGNING:
        world.an_evidence(project, kind)
    said = "填写建设内容", "有对接记录：没有对接记录：请填招商方式或来源活动"
    assert lacks_shown(desk, project) == list(said)
    assert lacks_shown(desk, project, "signed") == list(said)


def test_what_a_ledger_brought_as_signed_counts_as_passed(
    world: World, desk: Client, tmp_path: Path
) -> None:
    project = from_a_ledger(desk, tmp_path)
    assert not Milestone.objects.exists()

    words = lacks_shown(desk, project)

    assert words == [
        "填写投资项目代码：尚未填写", "上传备案（核准、审批）文件", "填写本地注册公司",
        "总投资与协议金额一致：协议金额或总投资未填",
    ]  # fmt: skip
    page = desk.get(f"/projects/{project.pk}/")
    assert page.context["next"].stage.code == "registered"
    assert "signed" in [stage.code for stage in page.context["ahead"]]  # it may still be certified
    shown = desk.get(f"/projects/{project.pk}/move/", {"to": "signed", "on": "2023-03-01"})
    assert "上传合同（协议）扫描件" in shown.text
    for kind in SIGNING:
        world.an_evidence(project, kind)
    desk.post(f"/projects/{project.pk}/move/", {"to": "signed", "on": "2023-03-01"})
    assert Milestone.objects.get().kind == "signed"


def test_what_is_mended_of_a_ledgers_contract_leaves_it_the_ledgers(
    world: World, desk: Client, tmp_path: Path
) -> None:
    project = from_a_ledger(desk, tmp_path)
    before = lacks_shown(desk, project)
    agreement = project.agreements.get()

    edit(desk, agreement, amount="6000", signed_on="2023-01-12")

    assert (agreement.amount, agreement.signed_on) == (60_000_000, date(2023, 1, 12))
    assert lacks_shown(desk, project) == before


def test_a_letter_of_intent_made_a_contract_on_the_desk_is_no_ledgers_word(
    world: World, desk: Client, tmp_path: Path
) -> None:
    project = from_a_ledger(desk, tmp_path, 协议类型="意向协议")
    agreement = project.agreements.get()
    assert agreement.kind == "intent"

    edit(desk, agreement, kind="contract")

    assert agreement.kind == "contract"
    assert desk.get(f"/projects/{project.pk}/").context["standing"].code == "signed"
    assert "上传合同（协议）扫描件" in lacks_shown(desk, project)


def test_a_ledgers_contract_that_comes_by_a_merger_stays_its_word(
    world: World, desk: Client, tmp_path: Path
) -> None:
    brought, kept = from_a_ledger(desk, tmp_path), world.a_project("同一项目")
    assert "上传合同（协议）扫描件" in lacks_shown(desk, kept)
    merge_projects(kept, merged=brought, reason="同一", on=date(2023, 4, 1), actor=world.clerk)
    assert "上传合同（协议）扫描件" not in lacks_shown(desk, kept)


def test_a_new_gate_of_signing_holds_those_that_have_a_contract_by_hand_alone(
    world: World, desk: Client, tmp_path: Path
) -> None:
    from_a_ledger(desk, tmp_path)
    project = on_the_desk(world, desk)
    given = {
        "stage": "signed", "asked": "field industry", "words": "填写行业", "since": "2027-01-01",
        "source": "县办〔2026〕9号", "seen": "",
    }  # fmt: skip
    preview = desk.post("/gates/new/", given).context["preview"]
    assert [(each.project, each.stage) for each in preview.held] == [(project, "签约")]
    assert preview.at_once == 1


def test_the_dossier_and_the_board_ask_the_same(world: World, desk: Client) -> None:
    project = on_the_desk(world, desk)
    dossier = desk.get(f"/projects/{project.pk}/dossier/")
    assert "上传合同（协议）扫描件" in dossier.text
    asked = Gate.objects.filter(
        stage__in=("reserved", "in_talks", "intent", "signed", "registered")
    )
    once = asked.values_list("kind", "subject").distinct().count()
    assert f"共 {once} 项，未满足 3 项" in dossier.text
    told = desk.get(f"/pipeline/moves/{project.pk}/?to=registered")
    assert len(told.context["preview"].wanting) == 3

"""A record's pages: create, edit, withdraw; what the trail says; what is refused, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import Client

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.projects.models import Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.models import Batch, Ledger, LedgerSheet, Provenance, Row

NAMED = {"name": "年产十万吨精密铸件项目", "nature": "new", "origin": "outside", "channel": "trip"}


def typed(world: World, **changes: Any) -> dict[str, Any]:
    firm = world.a_firm().name
    given = {
        **NAMED,
        "lead_unit": world.qingshi.pk,
        "investor": firm,
        "total_investment": "1234.56",
    }
    return {**given, **changes}


def edit_form(client: Client, project: Project, **changes: Any) -> dict[str, Any]:
    """Return what the edit page would send back, with some of it changed."""
    form = client.get(f"/projects/{project.pk}/edit/").context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {**{k: v for k, v in values.items() if v not in (None, False)}, **changes}


def test_a_clerk_creates_a_project(world: World, signed_in: SignIn) -> None:
    reply = signed_in(world.recorder).post("/projects/new/", typed(world))

    project = Project.objects.get()
    assert reply.url == f"/projects/{project.pk}/"
    assert project.total_investment == Decimal("12345600.00")
    assert project.investor == Firm.objects.get()
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor, trail.subject) == (
        "projects.project_recorded",
        world.recorder,
        project,
    )


def test_ten_thousands_are_kept_to_the_fen(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.recorder)

    client.post("/projects/new/", typed(world, total_investment="0.000001"))
    refused = client.post("/projects/new/", typed(world, name="乙", total_investment="1.0000001"))

    assert Project.objects.get().total_investment == Decimal("0.01")
    assert refused.status_code == 422
    assert "万元最多六位小数（精确到分）" in refused.text


def test_what_is_wrong_is_said_in_chinese(world: World, signed_in: SignIn) -> None:
    reply = signed_in(world.recorder).post(
        "/projects/new/", typed(world, name="", total_investment="三千", investor="无此公司")
    )

    assert reply.status_code == 422
    assert reply.context["form"].errors == {
        "name": ["这个字段是必填项。"],
        "total_investment": ["请填写数字，单位万元"],
        "investor": ["没有名为“无此公司”的企业，请从提示中选一条，或先登记企业"],
    }
    assert "三千" in reply.text


def test_a_clerk_is_offered_their_own_unit_alone(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.recorder)

    form = client.get("/projects/new/").context["form"]
    refused = client.post("/projects/new/", typed(world, lead_unit=world.baiyang.pk))

    assert list(form.fields["lead_unit"].queryset) == [world.qingshi]
    assert refused.status_code == 422
    assert not Project.objects.exists()


def test_a_name_borne_by_several_asks_which(world: World, signed_in: SignIn) -> None:
    one, other = world.a_project("同名项目"), world.a_project("同名项目")
    client = signed_in(world.recorder)
    given = {"project": "同名项目", "kind": "contract", "signed_on": "2023-03-01"}

    refused = client.post("/agreements/new/", given)
    client.post("/agreements/new/", {**given, "project": f"#{other.pk}"})

    assert f"#{one.pk}" in refused.context["form"].errors["project"][0]
    assert other.agreements.get().kind == "contract"


def test_an_edit_is_saved_and_told(world: World, signed_in: SignIn) -> None:
    project = world.a_project(total_investment=10_000_000)
    client = signed_in(world.recorder)

    client.post(
        f"/projects/{project.pk}/edit/", edit_form(client, project, total_investment="1500")
    )

    project.refresh_from_db()
    assert project.total_investment == 15_000_000
    told = client.get(f"/projects/{project.pk}/").context["history"][0]
    assert (told.what, told.who) == ("修改项目", "ma")
    assert told.note == "总投资：1,000万元 → 1,500万元"


def test_a_note_is_the_records_own(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.recorder)

    client.post("/projects/new/", typed(world, note="分两期建设"))
    project = Project.objects.get()
    begun = project.note
    client.post(f"/projects/{project.pk}/edit/", {**edit_form(client, project), "note": ""})

    project.refresh_from_db()
    assert (begun, project.note) == ("分两期建设", "")


def test_a_form_sent_back_as_it_came_changes_nothing(world: World, signed_in: SignIn) -> None:
    project = world.a_project(total_investment=10_000_000)
    client = signed_in(world.recorder)
    before = Trail.objects.filter(action="projects.project_amended").count()
    known_at = project.known_at

    client.post(f"/projects/{project.pk}/edit/", edit_form(client, project))

    project.refresh_from_db()
    assert project.known_at == known_at
    assert Project.history.count() == 1
    assert before == 0


def test_what_another_changed_meanwhile_is_shown(world: World, signed_in: SignIn) -> None:
    project = world.a_project(total_investment=10_000_000)
    mine, theirs = signed_in(world.recorder), signed_in(world.clerk)
    stale = edit_form(mine, project, industry="第二产业")
    theirs.post(
        f"/projects/{project.pk}/edit/", edit_form(theirs, project, total_investment="1500")
    )

    reply = mine.post(f"/projects/{project.pk}/edit/", stale)

    assert reply.status_code == 409
    change = reply.context["meanwhile"].changes[0]
    assert (change.label, change.before, change.after) == ("总投资", "1,000万元", "1,500万元")
    assert reply.context["meanwhile"].who == "liu"
    assert "第二产业" in reply.text
    again = {**stale, "known_at": reply.context["form"]["known_at"].value()}
    assert mine.post(f"/projects/{project.pk}/edit/", again).status_code == 302


def test_a_withdrawal_needs_a_reason(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    client = signed_in(world.recorder)

    refused = client.post(f"/projects/{project.pk}/withdrawal/", {"reason": ""})
    client.post(f"/projects/{project.pk}/withdrawal/", {"reason": "重复登记"})

    assert refused.status_code == 422
    assert not Project.objects.exists()
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.note) == ("projects.project_withdrawn", "重复登记")


def test_what_others_stand_on_is_not_withdrawn(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project()
    client = signed_in(world.clerk)

    client.post(f"/projects/{project.pk}/withdrawal/", {"reason": "重复登记"})

    assert Project.objects.filter(pk=project.pk).exists()
    assert "请先撤回它们" in client.get("/projects/").text


def test_the_wrong_person_is_refused(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    firm = world.a_firm()
    leader = signed_in(world.an_official("he", world.county, ["county.see"], world.county))

    assert leader.get(f"/projects/{project.pk}/").status_code == 200
    offered = [a.label for a in leader.get(f"/projects/{project.pk}/").context["actions"]]
    assert offered == ["项目档案"]  # to read, as the page itself
    for path in ("/projects/new/", f"/projects/{project.pk}/edit/", f"/firms/{firm.pk}/edit/"):
        assert leader.post(path, typed(world)).status_code == 403
    assert leader.post(f"/projects/{project.pk}/withdrawal/", {"reason": "x"}).status_code == 403
    assert Trail.objects.filter(actor__username="he").count() == 0


def test_names_are_offered_within_scope(world: World, signed_in: SignIn) -> None:
    world.a_project("亿数云计算中心", world.qingshi)

    own = signed_in(world.recorder).get("/names/projects/?project=ysyjs").text
    other = signed_in(world.stranger).get("/names/projects/?project=ysyjs").text

    assert '<option value="亿数云计算中心">' in own
    assert "亿数云" not in other


def test_a_record_says_which_cells_it_came_from(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    from_ledger(world, project)

    source = signed_in(world.clerk).get(f"/projects/{project.pk}/").context["sources"][0]

    assert (source.file, source.sheet, source.row) == ("台账.xlsx", "Sheet1", 7)
    assert [(c.label, c.address, c.text) for c in source.cells] == [
        ("项目名称", "B7", "储能装备制造项目")
    ]


def from_ledger(world: World, project: Project) -> None:
    batch = Batch.objects.create(name="台账", created_by=world.clerk)
    ledger = Ledger.objects.create(batch=batch, name="台账.xlsx", digest="0" * 64, size=1)
    sheet = LedgerSheet.objects.create(ledger=ledger, name="Sheet1", order=0)
    cells = {"name": ["B7", "储能装备制造项目"]}
    row = Row.objects.create(sheet=sheet, number=7, kind="projects", key="k", cells=cells)
    model = ContentType.objects.get_for_model(Project)
    Provenance.objects.create(
        row=row, role="project", model=model, key=project.pk, known_at=project.known_at
    )

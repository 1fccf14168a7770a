"""Accounts, roles, the trail; and the home page that follows from what one may do."""

from __future__ import annotations

from datetime import date

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.projects.operations import milestone_plans
from wutong.foundation.audit.models import Trail
from wutong.people.models import Official, Role
from wutong.people.operations import DEFAULT_ROLES, ensure_roles
from wutong.serve.aftercare.operations import tickets
from wutong.sites.desk.queries.abilities import ABILITIES


def test_the_default_roles_are_made_once(world: World) -> None:
    roles = ensure_roles(actor=world.machine)
    ensure_roles(actor=world.machine)

    assert [role.name for role in roles] == list(DEFAULT_ROLES)
    assert Role.objects.filter(name__in=DEFAULT_ROLES).count() == len(DEFAULT_ROLES)
    given = {ability for role in roles for ability in role.abilities}
    assert given == set(ABILITIES)  # each is in some role, and has its words


def test_an_account_from_first_to_last(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.clerk)
    roles = {role.name: role for role in ensure_roles(actor=world.machine)}
    township = roles["乡镇、部门填报员"]

    made = {"username": "wang", "name": "王芳", "unit": world.baiyang.pk, "rank": "official"}
    client.post("/officials/new/", made)
    official = Official.objects.get(username="wang")
    base = f"/officials/{official.pk}"
    weak = client.post(f"{base}/password/", {"password": "123"})
    client.post(f"{base}/password/", {"password": "Baiyang-2023"})
    client.post(f"{base}/grants/", {"role": township.pk, "unit": world.baiyang.pk})

    assert weak.status_code == 422
    official.refresh_from_db()
    assert official.must_change_password
    grant = official.grants.get()
    client.post(f"{base}/grants/{grant.pk}/revocation/")
    client.post(f"{base}/edit/", {**made, "name": "王小芳"})
    assert not official.grants.exists()
    told = client.get(f"{base}/").context["history"]
    assert [each.what for each in told][:2] == ["修改干部", "收回岗位"]


def test_the_three_administrators_exclude_one_another(world: World, signed_in: SignIn) -> None:
    roles = {role.name: role for role in ensure_roles(actor=world.machine)}
    client, base = signed_in(world.clerk), f"/officials/{world.stranger.pk}/grants/"

    client.post(base, {"role": roles["系统管理员"].pk, "unit": world.county.pk})
    refused = client.post(base, {"role": roles["审计管理员"].pk, "unit": world.county.pk})

    assert "三员分立" in refused.text
    assert world.stranger.grants.count() == 2  # the township role, and the first of the three


def test_accounts_and_trail_are_closed_to_others(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.recorder)

    for path in ("/officials/", "/officials/new/", f"/officials/{world.clerk.pk}/", "/trail/"):
        assert client.get(path).status_code == 403
    assert client.post(f"/officials/{world.recorder.pk}/grants/", {}).status_code == 403


def test_the_trail_is_filtered(world: World, signed_in: SignIn) -> None:
    world.a_receipt(world.a_project())
    auditor = world.an_official("zheng", world.bureau, ["trail.read"], world.county)
    client = signed_in(auditor)

    def rows(query: str) -> list[str]:
        shown = client.get(f"/trail/?{query}").context["rows"]
        return [f"{row.cells[1].text} {row.cells[2].text}" for row in shown]

    assert rows("action=funds.verified") == ["li 核验到位资金"]
    assert rows(f"who={world.recorder.pk}") == ["ma 登记到位资金"]
    assert rows("until=2020-01-01") == []
    today = f"{Trail.objects.latest('at').at:%Y}-01-01"
    assert len(rows(f"since={today}")) > 5
    client.post("/trail/verification/")
    assert "链印完好" in client.get("/trail/").text


def test_the_bureau_is_told_what_waits(world: World, signed_in: SignIn) -> None:
    world.a_receipt(world.a_project(), verified=False)
    world.a_signed_project("光伏组件项目")

    context = signed_in(world.verifier).get("/").context

    due = {each.label: (each.count, each.url) for each in context["due"]}
    assert due["待核验的到位资金"] == (1, "/funds/verification/")
    assert due["尚未关账的月份"] == (2, "/months/")
    assert str(context["period"]) == "2023年一季度"
    assert {tile.label for tile in context["tiles"]} >= {"新签约入库项目", "省外到位资金"}


def test_a_clerk_is_told_of_their_own_alone(world: World, signed_in: SignIn) -> None:
    for unit in (world.qingshi, world.baiyang):
        project = world.a_project(f"{unit.short_name}项目", unit)
        milestone_plans.record(
            project_name=project.name, project=project, kind="commenced", lead_unit=unit,
            due_from=date(2023, 3, 1), due_on=date(2023, 3, 31), actor=world.machine,
        )  # fmt: skip
        tickets.record(
            project=project,
            request="用电",
            unit=unit,
            raised_on=date(2023, 3, 1),
            actor=world.machine,
        )

    reply = signed_in(world.recorder).get("/")

    due = {each.label: each.count for each in reply.context["due"]}
    assert due == {"逾期的节点计划": 1, "滞留项目": 1, "未办结的企业诉求": 1}
    assert "青石镇项目" in reply.text
    assert "白杨乡项目" not in reply.text
    assert "tiles" not in reply.context


def test_a_leader_sees_the_county_by_unit(world: World, signed_in: SignIn) -> None:
    world.a_receipt(world.a_signed_project())
    leader = world.an_official("he", world.county, ["county.see"], world.county)

    context = signed_in(leader).get("/").context

    assert context["due"] == []
    assert context["unit_rows"][0].cells[0].text == "临水县青石镇人民政府"
    assert context["unit_rows"][0].cells[-1].text == "300"

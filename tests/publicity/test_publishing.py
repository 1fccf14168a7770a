"""Publications with their proof, and what each channel carried, a project counted once."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.desk.conftest import SignIn
from tests.projects.packaged import DAY, Packaged
from tests.world import World
from wutong.attract.chains.models import TargetFirm
from wutong.attract.chains.operations import chain_gaps, chains, target_firms
from wutong.attract.projects.models import Publication, PublicationChannel, PublishedProject
from wutong.attract.projects.operations import channels, publications, published_projects
from wutong.attract.projects.operations.packaging import push_card, start_proposal
from wutong.attract.projects.operations.publishing import publish
from wutong.foundation.audit.models import Trail
from wutong.foundation.files.models import File
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import catalogue
from wutong.sites.desk.queries.publishing import reaches, total

pytestmark = pytest.mark.django_db
MARCH = "?period=2026Q1"


def channel(name: str) -> PublicationChannel:
    return PublicationChannel.objects.get(name=name)


def a_picture() -> SimpleUploadedFile:
    shot = BytesIO()
    Image.new("RGB", (300, 600), "white").save(shot, "PNG")
    return SimpleUploadedFile("群截图.png", shot.getvalue(), "image/png")


def pushed(world: World, *names: str, by: str = "商协会微信群", **facts: Any) -> Publication:
    given = {"group": "浙江甘肃商会群", "on": DAY, "title": "推介", "actor": world.clerk, **facts}
    projects = [world.a_project(name) for name in names]
    return publish(world.bureau, channel=channel(by), projects=projects, **given)


def value(code: str) -> Any:
    return catalogue[code].value(Ask.of(Period.quarter(2026, 1)))


def test_a_publication_is_logged_with_cards_projects_link_and_screenshot(
    world: World, packaged: Packaged, signed_in: SignIn
) -> None:
    proposal = packaged.published()
    project = world.a_project("光伏组件项目")
    client = signed_in(world.clerk)

    reply = client.post(
        "/publications/new/",
        {
            "kind": "push", "title": "三月推介", "on": "2026-03-09", "unit": world.bureau.pk,
            "channel": channel("商协会微信群").pk, "group": "浙江甘肃商会群",
            "proposals": [proposal.pk], "project-0": f"#{project.pk}",
            "url": "https://example.org/a", "shots": a_picture(),
        },
    )  # fmt: skip

    made = Publication.objects.get()
    assert reply["Location"] == f"/publications/{made.pk}/"
    assert (made.channel, made.is_push, made.is_portal, made.published_by) == (
        "商协会微信群：浙江甘肃商会群",
        True,
        False,
        world.clerk,
    )
    told = {p.project_name: (p.proposal, p.project) for p in made.projects.all()}
    assert told == {"负极材料项目": (proposal, None), "光伏组件项目": (None, project)}
    assert value("projects_shared") == 2
    assert Trail.objects.filter(action="projects.published", key=made.pk).exists()
    shot = File.objects.of(made).get()
    page = client.get(f"/publications/{made.pk}/").content.decode()
    assert f"/files/{shot.pk}/" in page
    assert signed_in(world.stranger).get(f"/files/{shot.pk}/").status_code == 404


def test_what_is_not_a_picture_is_refused_and_nothing_is_written(
    world: World, signed_in: SignIn
) -> None:
    project = world.a_project("光伏组件项目")
    false = SimpleUploadedFile("截图.png", b"MZ\x90\x00 not a picture", "image/png")

    reply = signed_in(world.clerk).post(
        "/publications/new/",
        {
            "kind": "push", "title": "推介", "on": "2026-03-09", "unit": world.bureau.pk,
            "channel": channel("微信朋友圈").pk, "project-0": f"#{project.pk}", "shots": false,
        },
    )  # fmt: skip

    assert reply.status_code == 422
    assert reply.context["form"].errors["shots"]
    assert not Publication.objects.exists()


def test_a_screenshot_is_added_later(world: World, signed_in: SignIn) -> None:
    made = pushed(world, "光伏组件项目")
    client = signed_in(world.clerk)
    bare = client.get(f"/publications/{made.pk}/").context["status"]

    empty = client.post(f"/publications/{made.pk}/proof/", {})
    client.post(f"/publications/{made.pk}/proof/", {"shots": a_picture()})

    assert empty.status_code == 422
    assert bare[0]["text"] == "没有链接或截图"
    assert client.get(f"/publications/{made.pk}/").context["status"][0]["text"] == "有证明"
    assert client.get("/publications/?proof=none").context["page"].paginator.count == 0
    assert signed_in(world.recorder).get(f"/publications/{made.pk}/proof/").status_code == 404


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"group": " "}, "请写明推送到哪个商协会微信群"),
        ({"on": date(2014, 1, 1)}, "渠道“商协会微信群”在2014-01-01没有启用"),
    ],
)
def test_what_a_push_must_say(world: World, facts: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        pushed(world, "光伏组件项目", **facts)
    assert not Publication.objects.exists()


def test_only_published_packagings_and_own_units(world: World, packaged: Packaged) -> None:
    draft = start_proposal(packaged.a_reserve(), actor=world.recorder)
    about = {"channel": channel("微信朋友圈"), "on": DAY, "title": "推介", "proposals": [draft]}

    with pytest.raises(Refused, match="只有已发布的方案可以推送"):
        publish(world.bureau, actor=world.clerk, **about)
    with pytest.raises(Refused, match="请选择推送了哪些项目卡或项目"):
        publish(world.bureau, actor=world.clerk, **{**about, "proposals": []})
    with pytest.raises(PermissionDenied):
        publish(world.bureau, actor=world.recorder, **about)


def test_a_guide_has_its_copies(world: World, signed_in: SignIn) -> None:
    facts = {
        "kind": "guide", "title": "2026年投资指南", "on": "2026-03-01", "unit": world.bureau.pk,
        "channel": channel("投资指南、项目册").pk, "copies_printed": 500,
    }  # fmt: skip
    client = signed_in(world.clerk)

    refused = client.post("/publications/new/", {**facts, "copies_handed_out": 600})
    client.post("/publications/new/", {**facts, "copies_handed_out": 320})

    assert "已发放 600 册，多于印数 500 册" in refused.content.decode()
    guide = Publication.objects.get()
    assert (guide.kind, guide.copies_printed, guide.copies_handed_out) == ("guide", 500, 320)
    assert (value("items_published"), value("projects_shared")) == (0, 0)
    with pytest.raises(Refused, match="多于印数"):
        publications.amend(guide, copies_printed=300, actor=world.clerk)


def test_three_groups_a_card_and_a_ledger_count_a_project_once(
    world: World, packaged: Packaged
) -> None:
    proposal = packaged.published()
    for group in ("浙江甘肃商会群", "江苏商会群"):
        pushed(world, group=group, proposals=[proposal])
    push_card(proposal, channel="商协会微信群", group="福建商会群", on=DAY, actor=world.clerk)
    row = publications.record(
        published_on=DAY, channel="商协会微信群、朋友圈", is_push=True, title="台账",
        unit=world.bureau, actor=world.machine,
    )  # fmt: skip
    published_projects.record(publication=row, project_name="负极材料项目", actor=world.machine)

    ask = Ask.of(Period.quarter(2026, 1))
    found = {r.name: (r.pieces, r.projects) for r in reaches(ask, world.clerk)}

    assert found["商协会微信群"] == (4, 1)
    assert found["微信朋友圈"] == (1, 1)
    assert found["政府门户网站"] == (0, 0)
    assert "未列入目录的渠道" not in found
    summed = total(ask, world.clerk)
    assert (summed.pieces, summed.projects) == (4, 1)
    assert value("projects_shared") == 1
    assert total(ask, world.stranger).pieces == 0


def test_the_numbers_open_into_rows(world: World, signed_in: SignIn) -> None:
    pushed(world, "光伏组件项目")
    publications.record(
        published_on=DAY, channel="抖音号", title="开工短片", unit=world.bureau, actor=world.machine
    )
    client = signed_in(world.clerk)

    page = client.get(f"/publications/channels/{MARCH}")
    group = client.get(f"/publications/channels/{channel('商协会微信群').pk}/{MARCH}")
    other = client.get(f"/publications/channels/0/{MARCH}").content.decode()

    assert page.context["reaches"][-1].name == "未列入目录的渠道"
    assert group.context["distinct"] == 1
    assert "光伏组件项目" in group.content.decode()
    assert "开工短片" in other
    assert "光伏组件项目" not in other
    assert client.get("/publications/channels/999999/").status_code == 404
    stranger = signed_in(world.stranger).get(f"/publications/channels/0/{MARCH}").content.decode()
    assert "开工短片" not in stranger


def test_a_county_names_its_channels(world: World, signed_in: SignIn) -> None:
    publications.record(
        published_on=DAY, channel="抖音号", title="短片", unit=world.bureau, actor=world.machine
    )
    with pytest.raises(PermissionDenied):
        channels.record(name="抖音", kind="media", since=DAY, actor=world.recorder)
    channels.record(
        name="抖音", kind="media", other_names="抖音号、短视频", since=DAY, actor=world.clerk
    )

    ask = Ask.of(Period.quarter(2026, 1))

    assert {r.name: r.pieces for r in reaches(ask, world.clerk)}["抖音"] == 1


def test_a_withdrawn_push_counts_no_more(world: World) -> None:
    made = pushed(world, "光伏组件项目")
    assert value("projects_presented") == 1

    for told in PublishedProject.objects.all():
        published_projects.withdraw(told, reason="误登", actor=world.clerk)
    publications.withdraw(made, reason="误登", actor=world.clerk)

    assert (value("projects_presented"), value("publications_made")) == (0, 0)


# --- whom the chains want --------------------------------------------------------------------


def test_a_unit_keeps_its_target_firms_and_sees_what_is_late(
    world: World, signed_in: SignIn
) -> None:
    chain = chains.record(name="新能源", actor=world.machine)
    gap = chain_gaps.record(
        chain=chain, node="负极材料", move="fill", tier="midstream", actor=world.clerk
    )
    firm = world.a_firm("宁德某某科技有限公司")
    facts = {
        "firm": f"#{firm.pk}", "chain": chain.pk, "gap": f"#{gap.pk}", "move": "fill",
        "lead_unit": world.qingshi.pk, "state": "contacted", "next_step": "约见董事长",
        "next_due_on": "2023-03-01",
    }  # fmt: skip
    client = signed_in(world.recorder)

    reply = client.post("/target-firms/new/", facts)
    again = client.post("/target-firms/new/", facts)

    assert reply.status_code == 302, reply.context["form"].errors
    target = TargetFirm.objects.get()
    assert again.status_code == 422
    lights = client.get(f"/target-firms/{target.pk}/").context["status"]
    assert [each["text"] for each in lights] == ["已接触", "下次动作逾期"]
    assert client.get("/target-firms/?due=late").context["page"].paginator.count == 1
    assert signed_in(world.stranger).get(f"/target-firms/{target.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        chain_gaps.record(chain=chain, node="隔膜", actor=world.recorder)
    with pytest.raises(PermissionDenied):
        target_firms.amend(target, state="signed", actor=world.stranger)

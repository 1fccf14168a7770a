"""A project's dossier: everything known of it on a day, within the reader's scope; in Word, too."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.projects.papers import show
from tests.world import World
from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.funds.models import Receipt, Verification
from wutong.attract.projects.models import Milestone, Project
from wutong.attract.projects.operations import projects, reach_milestone
from wutong.compliance.models import Review
from wutong.foundation.audit.models import Trail
from wutong.serve.aftercare.operations import tickets

pytestmark = pytest.mark.django_db
EARLIER = timezone.make_aware(datetime(2023, 3, 10, 9))


@pytest.fixture
def project(world: World) -> Project:
    return world.a_signed_project(total_investment=100_000_000, sponsor=world.head)


def dated_back(at: datetime = EARLIER) -> None:
    """Let the county have learnt at `at` all that it knows now."""
    for model in (Project, Agreement, Milestone, Receipt, Verification):
        model._base_manager.update(known_at=at)


def opened(client: Client, project: Project, official: Any, known: str = "") -> Any:
    client.force_login(official)
    return client.get(f"/projects/{project.pk}/dossier/" + (f"?known={known}" if known else ""))


def part(reply: Any, title: str) -> list[list[str]]:
    parts = {each.title: each for each in reply.context["dossier"].parts}
    return [[cell.text for cell in row.cells] for row in parts[title].rows]


def test_one_page_says_where_it_stands_and_what_is_next(
    world: World, client: Client, project: Project
) -> None:
    world.a_receipt(project, 30_000_000)
    world.a_receipt(project, 5_000_000, date(2023, 4, 2), verified=False)
    show(project, "contract", world)
    tickets.record(
        project=project, request="厂房租赁", raised_on=date(2023, 3, 5), unit=world.qingshi,
        actor=world.machine,
    )  # fmt: skip
    reply = opened(client, project, world.clerk)
    told = reply.context["dossier"]
    assert told.stage == "入库"
    assert (told.money.verified, told.money.share_in_words) == (30_000_000, "30%")
    assert (told.money.waiting, told.money.waiting_count) == (5_000_000, 1)
    assert told.wait.next_step == "转入“开工”"
    assert told.wait.who[0] == "包抓 song"
    assert told.lacking == 3
    assert told.open_tickets == 1
    assert part(reply, "协议") == [["合同", "2023-01-10", "10,000", "2023-01-10", "—"]]
    assert [row[3] for row in part(reply, "到位资金")] == ["待核验", "已核验"]
    assert len(part(reply, "佐证材料")) == 1
    assert "厂房租赁" in reply.text


def test_the_whole_past_is_told_in_words(world: World, client: Client, project: Project) -> None:
    world.a_receipt(project)
    projects.amend(project, site="青石镇工业园", actor=world.recorder)
    told = opened(client, project, world.clerk).context["dossier"].past.told
    assert [each.what for each in told] == [
        "修改项目", "核验到位资金", "登记到位资金", "登记项目节点", "登记协议", "登记项目",
    ]  # fmt: skip
    assert told[0].note == "建设地点：空 → 青石镇工业园"
    assert "金额：300万元" in told[2].note


def test_an_earlier_day_is_shown_as_it_was_known_then(
    world: World, client: Client, project: Project
) -> None:
    world.a_receipt(project, 30_000_000)
    dated_back()
    project.refresh_from_db()
    reach_milestone(project, kind="commenced", on=date(2023, 3, 1), actor=world.machine)
    projects.amend(project, total_investment=200_000_000, actor=world.recorder)
    world.a_receipt(project, 10_000_000)

    now = opened(client, project, world.clerk).context["dossier"]
    assert (now.project.total_investment, now.money.verified) == (200_000_000, 40_000_000)
    assert now.stage in ("在建", "续建")

    then = opened(client, project, world.clerk, "2023-03-10")
    told = then.context["dossier"]
    assert (told.project.total_investment, told.money.verified) == (100_000_000, 30_000_000)
    assert told.stage == "入库"  # the commencement was not known yet, though it had happened
    assert told.wanting is None
    assert "按 2023-03-10 当日掌握的记录" in then.text
    assert told.past.told == []  # nothing was on the trail then

    before = opened(client, project, world.clerk, "2023-03-09")
    assert before.status_code == 200
    assert before.context["dossier"] is None
    assert "那一天还没有这个项目的记录" in before.text


def test_the_slider_leads_from_change_to_change(
    world: World, client: Client, project: Project
) -> None:
    dated_back()
    reply = opened(client, project, world.clerk, "2023-03-10")
    assert reply.context["slider"]["first"] == date(2023, 3, 10)
    assert 'type="range"' in reply.text
    assert reply.context["slider"]["after"] is None  # what changed today is today's
    tomorrow = timezone.localdate() + timedelta(days=1)
    future = opened(client, project, world.clerk, tomorrow.isoformat())
    assert future.context["known_on"] is None
    assert opened(client, project, world.clerk, "2023-13-40").context["known_on"] is None


@pytest.mark.parametrize("below", ["dossier/", "dossier/?known=2023-03-10", "dossier.docx"])
def test_a_stranger_finds_nothing(
    world: World, client: Client, project: Project, below: str
) -> None:
    client.force_login(world.stranger)
    assert client.get(f"/projects/{project.pk}/{below}").status_code == 404
    client.force_login(world.recorder)
    assert client.get(f"/projects/{project.pk}/dossier/").status_code == 200


def test_what_only_the_county_may_read_is_not_in_a_townships_dossier(
    world: World, client: Client, project: Project
) -> None:
    review = Review.objects.create(
        measure="土地优惠", legal_basis="无", document_number="临公审〔2023〕1号",
        conclusion=Review.Conclusion.VIOLATES,
    )  # fmt: skip
    agreement = Agreement.objects.get(project=project)
    IncentiveClause.objects.create(agreement=agreement, text="地价减半", review=review)
    tickets.record(
        project=project, request="白杨乡的诉求", raised_on=date(2023, 3, 5), unit=world.baiyang,
        actor=world.machine,
    )  # fmt: skip
    county = opened(client, project, world.clerk).text
    assert "不符合，不得实施" in county
    assert "白杨乡的诉求" in county
    township = opened(client, project, world.recorder).text
    assert "地价减半" in township
    assert "不符合" not in township
    assert "临公审" not in township
    assert "白杨乡的诉求" not in township


def test_a_full_dossier_asks_as_much_as_a_bare_one(
    world: World, client: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for model in ("stages", "evidence"):
        monkeypatch.setattr(f"wutong.attract.projects.models.{model}.FRESH", 600)
    cache.clear()  # names of stages and kinds are kept for a moment, however slow this runs

    def fill(often: int) -> None:
        for number in range(often):
            world.a_receipt(project, 1_000 + number)
            show(project, "contract", world)
            tickets.record(
                project=project, request="用地", raised_on=date(2023, 3, 5), unit=world.qingshi,
                actor=world.machine,
            )  # fmt: skip

    asked = []
    for often in (1, 6):
        fill(often)
        opened(client, project, world.clerk)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/projects/{project.pk}/dossier/")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 75


def test_the_dossier_is_handed_in_as_word(world: World, client: Client, project: Project) -> None:
    world.a_receipt(project, 30_000_000)
    client.force_login(world.clerk)
    reply = client.get(f"/projects/{project.pk}/dossier.docx")
    with zipfile.ZipFile(BytesIO(reply.content)) as word:
        text = word.read("word/document.xml").decode()
        assert "方正小标宋" in word.read("word/styles.xml").decode()
    for said in (
        "储能装备制造项目",
        "项目档案",
        "一、基本情况",
        "占总投资1亿元的30%",
        "核验到位资金",
    ):
        assert said in text
    assert client.get(f"/projects/{project.pk}/dossier.docx?known=2020-01-01").status_code == 404


def test_the_projects_page_leads_to_its_dossier(
    world: World, client: Client, project: Project
) -> None:
    client.force_login(world.recorder)
    assert f"/projects/{project.pk}/dossier/" in client.get(f"/projects/{project.pk}/").text
    assert Trail.objects.exists()

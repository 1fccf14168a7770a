"""An edition at work: quota, tasks, guests, agenda, the list for the stage; and what followed."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from docx import Document

from tests.desk.conftest import SignIn
from tests.fairs.conftest import OPENS, Fair
from tests.world import World
from wutong.attract.outreach.models import CeremonyItem, FairGuest, FairTask
from wutong.attract.outreach.operations import (
    ceremony,
    fair_editions,
    fair_entries,
    fair_guests,
    fair_tasks,
    finish_task,
)
from wutong.attract.projects.models import FairProject, Project
from wutong.attract.projects.operations import reach_milestone
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.operations import close_month
from wutong.metrics.registry import catalogue
from wutong.sites.desk.queries.fairs.followup import COMMENCED, FUNDS, Followup, half_ends

pytestmark = pytest.mark.django_db


def a_task(fair: Fair, title: str, due: date, **facts: Any) -> FairTask:
    given = {"kind": "exhibition", "unit": fair.world.qingshi, **facts}
    return fair_tasks.record(
        edition=fair.edition, title=title, due_on=due, actor=fair.world.machine, **given
    )


def test_the_page_sets_the_quota_against_what_is_proposed_and_signed(
    fair: Fair, signed_in: SignIn
) -> None:
    fair_editions.amend(
        fair.edition, actor=fair.world.machine, quota_projects=4, quota_amount=Decimal(10**9)
    )
    fair.signed(amount=180_000_000)
    fair.admitted("另一个项目", firm=fair.world.a_firm("苏州某某有限公司"))
    fair.an_entry("待审的项目")

    page = signed_in(fair.reviewer).get(f"/fairs/{fair.edition.pk}/")

    projects, amount = page.context["bars"]
    assert (projects.quota, projects.proposed, projects.signed) == ("4 项", "2 项", "1 项")
    assert projects.says == "签约完成 25%；拟签约还差 2 项"
    listed = signed_in(fair.reviewer).get(projects.url + "&listed=1")
    assert listed.context["page"].paginator.count == 2
    assert (amount.proposed, amount.signed, amount.signed_share) == ("4亿元", "1.8亿元", 18)


def test_a_township_sees_its_own_entries_tasks_and_guests_alone(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    fair.an_entry("青石镇的项目")
    a_task(fair, "青石镇布展", date(2023, 6, 1))
    fair_guests.record(edition=fair.edition, name="王总", unit=world.qingshi, actor=world.machine)

    page = signed_in(world.stranger).get(f"/fairs/{fair.edition.pk}/").content.decode()

    assert not {"青石镇的项目", "青石镇布展", "王总"} & set(page.split()), page
    for word in ("青石镇的项目", "青石镇布展", "王总"):
        assert word not in page
    assert "只计您单位的项目" in page


def test_overdue_tasks_come_first_and_are_finished(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    a_task(fair, "已办的任务", date(2023, 5, 1), done_on=date(2023, 5, 2))
    a_task(fair, "以后的任务", date(2099, 6, 1))
    late = a_task(fair, "逾期的任务", date(2023, 6, 1))
    client = signed_in(world.recorder)

    shown = client.get(f"/fairs/{fair.edition.pk}/").context["tasks"]
    assert [row.cells[0].text for row in shown["rows"]] == [
        "逾期的任务",
        "以后的任务",
        "已办的任务",
    ]
    assert shown["rows"][0].cells[-1].tone == "red"
    assert shown["note"] == "3 项，完成 1 项，逾期 1 项"
    assert signed_in(world.stranger).post(f"/fair-tasks/{late.pk}/completion/").status_code == 404
    client.post(f"/fair-tasks/{late.pk}/completion/", {"on": "2023-06-20"})

    late.refresh_from_db()
    assert late.done_on == date(2023, 6, 20)
    with pytest.raises(Refused, match="已于2023-06-20完成"):
        finish_task(late, on=date(2023, 6, 21), actor=world.recorder)


def test_a_guests_telephone_needs_consent_and_is_masked(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)
    facts = {
        "edition": fair.edition.pk, "name": "王总", "unit": world.qingshi.pk, "reply": "coming",
        "phone": "13812345678",
    }  # fmt: skip

    refused = client.post("/fair-guests/new/", facts)
    client.post("/fair-guests/new/", {**facts, "consent": "card"})

    assert "登记电话前，请先写明本人同意" in refused.content.decode()
    guest = FairGuest.objects.get()
    page = client.get(f"/fair-guests/{guest.pk}/").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page


def on_stage(fair: Fair, order: int, name: str) -> CeremonyItem:
    entry = fair.admitted(name, firm=fair.world.a_firm(f"{name}投资有限公司"))
    return ceremony.record(
        entry=entry, order=order, our_signatory="张某 县长", their_signatory="李某 董事长",
        actor=fair.world.clerk,
    )  # fmt: skip


def test_the_list_for_the_stage_is_printed_in_order(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    on_stage(fair, 2, "光伏组件项目")
    on_stage(fair, 1, "有机肥项目")
    with pytest.raises(Refused, match="第 2 位已有项目"):
        on_stage(fair, 2, "民宿项目")
    client = signed_in(world.clerk)

    excel = client.get(f"/fairs/{fair.edition.pk}/ceremony.xlsx").content
    word = client.get(f"/fairs/{fair.edition.pk}/ceremony.docx").content

    sheet = openpyxl.load_workbook(io.BytesIO(excel)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "第29届兰洽会签约仪式项目表"
    assert [row[1] for row in rows[-2:]] == ["有机肥项目", "光伏组件项目"]
    assert rows[-1][3:7] == ("张某 县长", "光伏组件项目投资有限公司", "李某 董事长", 20000)
    table = Document(io.BytesIO(word)).tables[0]
    assert [row.cells[1].text for row in table.rows] == ["项目名称", "有机肥项目", "光伏组件项目"]
    assert client.get(f"/fairs/{fair.edition.pk}/ceremony.exe").status_code == 404
    empty = signed_in(world.stranger).get(f"/fairs/{fair.edition.pk}/ceremony.xlsx").content
    assert openpyxl.load_workbook(io.BytesIO(empty)).active.max_row == 3


# --- what followed ---------------------------------------------------------------------------


def followed(fair: Fair, name: str, begun: date | None, paid: int = 0) -> Project:
    """Sign a project at the fair, and let it commence and be paid for in October 2023."""
    world = fair.world
    entry = fair.signed(name, 100_000_000)
    project = world.a_signed_project(
        name, investor=entry.firm, signed_on=OPENS, registered_on=OPENS
    )
    fair.link(entry, project)
    if begun:
        reach_milestone(project, kind="commenced", on=begun, actor=world.machine)
    if paid:
        world.a_receipt(project, paid, date(2023, 10, 9))
    return project


@pytest.mark.parametrize(
    ("until", "first"),
    [(date(2023, 7, 10), date(2023, 12, 31)), (date(2023, 5, 8), date(2023, 6, 30))],
)
def test_the_half_years_follow_the_fair(fair: Fair, until: date, first: date) -> None:
    fair.edition.held_from, fair.edition.held_until = until, until

    ends = half_ends(fair.edition)

    assert ends[0] == first
    assert {(end.month, end.day) for end in ends} == {(6, 30), (12, 31)}
    assert len(ends) == len(set(ends)) == 6
    assert ends == sorted(ends)


def test_each_half_year_says_what_was_started_and_paid(fair: Fair) -> None:
    followed(fair, "有机肥项目", date(2023, 9, 1), 30_000_000)
    followed(fair, "光伏组件项目", date(2024, 3, 1))

    line = Followup(fair.reviewer, date(2024, 7, 15)).lines([fair.edition])[0]

    assert (line.signed.value, line.amount.value) == (2, Decimal(200_000_000))
    first, second, third = line.halves[:3]
    assert first is not None and second is not None and third is not None  # noqa: PT018
    assert (first.until, first.commenced.value, first.commenced_rate) == (
        date(2023, 12, 31),
        1,
        Decimal(50),
    )
    assert (first.funds.value, first.funds_rate) == (Decimal(30_000_000), Decimal(15))
    assert (first.goals[COMMENCED].words, first.goals[FUNDS].words) == (
        "未达目标 65%",
        "未达目标 20%",
    )
    assert (second.commenced.value, second.goals) == (2, {})
    assert third.until == date(2024, 7, 15)  # the half-year that is running
    assert line.halves[3] is None


def test_every_number_opens_into_its_rows(fair: Fair, signed_in: SignIn) -> None:
    followed(fair, "有机肥项目", date(2023, 9, 1), 30_000_000)
    client = signed_in(fair.reviewer)
    line = client.get("/fairs/followup/").context["lines"][0]
    half = line.halves[0]

    commenced, funds = client.get(half.commenced.url), client.get(half.funds.url)

    assert "有机肥项目" in commenced.content.decode()
    assert commenced.context["told"].text == "1"
    assert (funds.context["told"].text, funds.context["told"].unit) == ("3,000", "万元")
    assert "有机肥项目" in client.get(line.signed.url).content.decode()


def test_a_closed_half_year_holds(fair: Fair) -> None:
    project = followed(fair, "有机肥项目", None)
    for number in range(1, 13):
        close_month(Period.month(2023, number), on=date(2024, 1, 3), actor=fair.reviewer)
    reach_milestone(project, kind="commenced", on=date(2023, 9, 1), actor=fair.world.machine)
    fair.link(fair.an_entry("补录的项目", state="signed"), fair.world.a_project("补录的项目"))

    line = Followup(fair.reviewer, date(2024, 7, 15)).lines([fair.edition])[0]

    first, second = line.halves[:2]
    assert first is not None and second is not None  # noqa: PT018
    assert first.is_held
    assert (first.commenced.value, first.commenced_rate) == (0, 0)  # as it was published
    assert (second.commenced.value, second.commenced_rate) == (1, 50)


def test_a_terminated_project_is_not_started_and_a_township_counts_its_own(
    world: World, fair: Fair
) -> None:
    project = followed(fair, "有机肥项目", date(2023, 9, 1))
    reach_milestone(project, kind="terminated", on=date(2024, 2, 1), actor=world.machine)

    line = Followup(fair.reviewer, date(2024, 7, 15)).lines([fair.edition])[0]
    other = Followup(world.stranger, date(2024, 7, 15)).lines([fair.edition])[0]

    assert [half.commenced.value for half in line.halves[:2] if half] == [1, 0]
    assert (other.signed.value, other.signed.url) == (0, "")


def test_growth_is_told_against_the_last_edition_and_not_before_the_fair(fair: Fair) -> None:
    fair_entries.record(
        edition=fair.an_edition(28, 2022), project_name="上届项目", state="signed",
        amount=Decimal(80_000_000), lead_unit=fair.world.qingshi, actor=fair.world.machine,
    )  # fmt: skip
    growth = catalogue["fair_signed_growth"]
    ask = Ask.of(Period.quarter(2023, 3))
    assert growth.gate is not None
    before = growth.gate(ask)
    fair.signed(amount=100_000_000)

    assert before == "本届还没有登记签约，不比增长"
    assert (growth.gate(ask), growth.value(ask)) == ("", Decimal(25))


def test_the_follow_up_goes_out_as_excel(fair: Fair, signed_in: SignIn) -> None:
    followed(fair, "有机肥项目", date(2023, 9, 1), 30_000_000)
    fair.an_edition(28, 2022)

    reply = signed_in(fair.reviewer).get("/fairs/followup/export/")

    rows = list(
        openpyxl.load_workbook(io.BytesIO(reply.content)).active.iter_rows(values_only=True)
    )
    assert [row[0] for row in rows[-2:]] == ["第29届兰洽会", "第28届兰洽会"]
    assert rows[-2][1:3] == (1, 10000)
    assert rows[-2][5:9] == (1, 1, 3000, 0.3)


def test_the_follow_up_asks_no_more_for_many_projects(
    fair: Fair, django_assert_max_num_queries: Any
) -> None:
    for name in ("有机肥项目", "光伏组件项目", "民宿集群项目", "节能门窗项目"):
        followed(fair, name, date(2023, 9, 1), 1_000_000)
    for ordinal in range(22, 29):
        fair.an_edition(ordinal, 1994 + ordinal)
    editions = list(type(fair.edition).objects.all())

    with django_assert_max_num_queries(80):
        assert len(Followup(fair.reviewer, date(2024, 7, 15)).lines(editions)) == 8


def test_a_link_needs_both_the_entry_and_the_project(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    entry = fair.an_entry()
    theirs = world.a_project("白杨乡的项目", unit=world.baiyang)
    own = world.a_project("储能电池回收项目")
    client = signed_in(world.recorder)

    hidden = client.post(
        "/fair-projects/new/", {"entry": f"#{entry.pk}", "project": f"#{theirs.pk}"}
    )
    client.post("/fair-projects/new/", {"entry": f"#{entry.pk}", "project": f"#{own.pk}"})

    assert hidden.status_code == 422
    assert FairProject.objects.get().project == own

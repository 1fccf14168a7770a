"""Finalising a report (定稿): what blocks it, what it freezes, who may, what the trail says."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bulletins.quarter import DRAFT, Quarter, finalise
from tests.desk.conftest import SignIn
from wutong.attract.projects.operations import projects
from wutong.foundation.audit.models import Trail
from wutong.steer.bulletins.models import Report


def test_a_slot_without_data_is_to_be_filled_and_blocks(
    quarter: Quarter, signed_in: SignIn
) -> None:
    quarter.writes("签约{{ trip_project_names }}等{{ trip_projects }}项，{{ top500_names }}。")
    client = signed_in(quarter.world.clerk)

    draft = client.get(DRAFT)
    refused = client.post(f"{DRAFT}finalisation/")

    assert "【待填：走出去签约项目名称】" in draft.text
    assert f'href="{DRAFT}finalisation/' not in draft.text
    listed = [slot.label for slot, _ in draft.context["missing"]]
    assert listed == ["走出去签约项目名称", "引进500强企业名称"]
    assert refused.status_code == 422
    assert "还有2处待填，不能定稿" in refused.text
    for label in listed:
        assert label in refused.text
    assert not Report.objects.exists()


def test_a_missing_rule_leaves_one_slot_to_be_filled(quarter: Quarter, signed_in: SignIn) -> None:
    quarter.writes("{{ fair_edition }}兰洽会；签约{{ projects_registered }}项。")

    draft = signed_in(quarter.world.clerk).get("/reports/quarterly/2020Q1/")

    assert "【待填：节会届次】" in draft.text
    ((slot, _),) = draft.context["missing"]
    assert "口径规则 fair 在 2020-03-31 没有取值" in slot.why


def test_a_base_of_zero_is_a_dash_and_no_blank(quarter: Quarter, signed_in: SignIn) -> None:
    draft = signed_in(quarter.world.clerk).get(DRAFT)

    assert draft.context["missing"] == []
    assert "同比增长—%" in draft.context["answer"].text


def test_finalising_freezes_readings_rows_and_digest(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)

    report = finalise(client)

    assert (report.version, report.finalised_by) == (1, quarter.world.clerk)
    assert report.title == "临水县2023年一季度报告"
    assert "新签约入库项目2项，签约额15000万元，落实省外到位资金500万元" in report.text
    contracts = report.readings.get(figure="contracted_amount")
    assert (contracts.value, contracts.unit, contracts.text) == ("15000", "万元", "15000")
    rows = {(name, unit, fen) for _, _, name, unit, fen in contracts.rows}
    assert {fen for *_, fen in rows} == {10_000_000_000, 5_000_000_000}
    assert {unit for _, unit, _ in rows} == {"临水县青石镇人民政府", "临水县白杨乡人民政府"}
    registered = report.readings.get(figure="projects_registered")
    assert {row[1] for row in registered.rows} == {quarter.qingshi.pk, quarter.baiyang.pk}
    assert len(report.digest) == 64
    assert client.get(f"/reports/versions/{report.pk}/").context["wrong"] == []


def test_later_data_leaves_a_version_as_it_was(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)
    report = finalise(client)
    page = client.get(f"/reports/versions/{report.pk}/").context["page"]
    word = client.get(f"/reports/versions/{report.pk}/report.json").content

    quarter.a_project("迟报的项目", quarter.world.qingshi, 70_000_000)
    projects.amend(quarter.qingshi, name="改名的项目", actor=quarter.world.machine)
    quarter.writes("换了模板{{ projects_registered }}")

    now = client.get(f"/reports/versions/{report.pk}/")
    assert now.context["page"] == page
    assert now.context["wrong"] == []
    assert client.get(f"/reports/versions/{report.pk}/report.json").content == word
    assert "换了模板3" in client.get(DRAFT).context["answer"].text
    slot = report.readings.get(figure="contracted_amount").slot
    rows = client.get(f"/reports/versions/{report.pk}/slots/{slot}/").context["rows"]
    assert len(rows) == 2


def test_a_version_that_was_tampered_with_says_so(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)
    report = finalise(client)
    address = f"/reports/versions/{report.pk}/"

    Report.objects.filter(pk=report.pk).update(text="签约99项")
    assert "标题或正文与定稿时的不符" in client.get(address).text
    Report.objects.filter(pk=report.pk).update(text=report.text)
    reading = report.readings.get(figure="contracted_amount")
    report.readings.filter(pk=reading.pk).update(rows=reading.rows[:1])
    assert "构成行与定稿时的不符" in client.get(address).text


def test_a_correction_is_version_2_beside_version_1(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)
    first = finalise(client)
    quarter.a_project("迟报的项目", quarter.world.qingshi, 70_000_000)

    unexplained = client.post(f"{DRAFT}finalisation/", {"reason": ""})
    second = finalise(client, "补报1个项目")

    assert unexplained.status_code == 422
    assert (second.version, second.reason) == (2, "补报1个项目")
    page = client.get(f"/reports/versions/{second.pk}/")
    assert [each.version for each in page.context["siblings"]] == [1, 2]
    changed = {each["label"]: (each["before"], each["after"]) for each in page.context["since"]}
    assert changed["新签约入库项目"] == ("2", "3")
    assert changed["签约额"] == ("15000", "22000")
    assert "同比" not in "".join(changed)
    assert "补报1个项目" in page.text
    assert "2项" in client.get(f"/reports/versions/{first.pk}/").context["report"].text
    listed = client.get("/reports/").text
    assert "第1版" in listed
    assert "第2版" in listed


def test_a_report_is_frozen_as_known_on_the_day_that_is_asked(
    quarter: Quarter, signed_in: SignIn
) -> None:
    report = finalise(signed_in(quarter.world.clerk), query="?cutoff=2023-02-28")

    assert report.cutoff == date(2023, 2, 28)
    assert "到位资金0万元" in report.text  # placed in March


def test_the_trail_names_who_finalised_what_and_why(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)
    finalise(client)
    report = finalise(client, "补报1个项目")

    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor) == ("bulletins.finalised", quarter.world.clerk)
    assert (trail.subject, trail.note) == (report, "补报1个项目")
    assert trail.changes == {"version": [None, 2], "digest": [None, report.digest]}
    told = client.get("/trail/").text
    assert "报告定稿" in told
    assert "补报1个项目" in told


def test_who_may_not_finalise_is_told_so(quarter: Quarter, signed_in: SignIn) -> None:
    leader = quarter.world.an_official(
        "he", quarter.world.county, ["county.see"], quarter.world.county
    )

    assert "finalisation" not in signed_in(leader).get(DRAFT).text
    for official in (leader, quarter.world.recorder):
        client = signed_in(official)
        for reply in (client.get(f"{DRAFT}finalisation/"), client.post(f"{DRAFT}finalisation/")):
            assert reply.status_code == 403
            assert "您的岗位不包含这项操作" in reply.text
    assert not Report.objects.exists()
    assert not Trail.objects.filter(action="bulletins.finalised").exists()


def test_more_rows_cost_no_more_queries(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)
    asked = []
    for more in (1, 4):
        for number in range(more):
            quarter.a_project(f"项目{more}{number}", quarter.world.qingshi, 1_000_000)
        report = finalise(client, "再定稿")
        with CaptureQueriesContext(connection) as queries:
            finalise(client, "再定稿")
            client.get(f"/reports/versions/{report.pk}/comparison/")
            client.get(DRAFT)
        asked.append(len(queries))

    assert asked[0] == asked[1]

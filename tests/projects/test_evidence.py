"""Evidence of projects: recorded whole, vouched for by another, never used twice unnoticed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from wutong.attract.projects.models import Evidence, EvidenceKind
from wutong.attract.projects.operations import (
    UsedTwice,
    amend_evidence,
    certify_evidence,
    evidence_kinds,
    record_evidence,
    withdraw_certification,
    withdraw_evidence,
    withdraw_evidence_file,
)
from wutong.attract.projects.operations.evidence import plain_number
from wutong.attract.projects.queries.evidence import SAME_VOUCHER, used_twice
from wutong.foundation.audit.models import Trail
from wutong.foundation.files.models import File
from wutong.foundation.operations import Refused

TODAY = date(2023, 4, 3)


def last_trail() -> Trail:
    return Trail.objects.latest("pk")


def test_evidence_is_recorded_with_its_files(world: World) -> None:
    project = world.a_project()

    evidence = record_evidence(
        project=project,
        kind="bank_slip",
        number="ＳＮ 001",
        amount=Decimal("3000000.00"),
        issued_on=date(2023, 3, 2),
        payer="杭州某某储能科技有限公司",
        files=[world.a_paper("正面"), world.a_paper("背面")],
        actor=world.recorder,
    )

    assert (evidence.number, evidence.recorded_by) == ("SN001", world.recorder)
    assert [file.name for file in File.objects.of(evidence)] == ["正面.pdf", "背面.pdf"]
    assert str(evidence) == "银行进账单 SN001"
    recorded = Trail.objects.get(action="projects.evidence_recorded")
    assert (recorded.subject, recorded.actor) == (evidence, world.recorder)
    assert Trail.objects.filter(action="files.stored").count() == 2


def test_the_kinds_a_county_begins_with_are_rows(world: World) -> None:
    names = list(EvidenceKind.objects.values_list("name", flat=True))

    assert names == [
        "合同", "营业执照", "备案证", "施工合同", "施工许可", "现场照片", "银行进账单",
        "验资报告", "发票", "形象进度单", "竣工验收", "审查意见", "其他",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("site_photo", "现场照片还缺：拍摄地点、拍摄时间、项目开工时间、核验人、核验人单位、"
         "核验人职务、核验人电话"),
        ("bank_slip", "银行进账单还缺：编号、金额、出具日期、付款方"),
        ("contract", "合同还缺：编号、出具日期、出具单位"),
        ("progress_sheet", "形象进度单还缺：出具日期、出具单位"),
    ],
)  # fmt: skip
def test_each_kind_says_what_it_still_needs(world: World, kind: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        record_evidence(
            project=world.a_project(), kind=kind, files=[world.a_paper()], actor=world.recorder
        )

    assert str(refusal.value) == words
    assert not Evidence.objects.exists()


def test_a_county_may_ask_for_more(world: World) -> None:
    other = EvidenceKind.objects.get(code="other")
    evidence_kinds.amend(other, needs_issuer=True, actor=world.clerk)

    with pytest.raises(Refused, match="其他还缺：出具单位"):
        world.an_evidence(world.a_project(), "other", issuer="")
    with pytest.raises(PermissionDenied):
        evidence_kinds.amend(other, needs_issuer=False, actor=world.recorder)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "unheard_of"}, "佐证类别不存在或已停用"),
        ({"amount": Decimal(0)}, "金额须大于0"),
        ({"issued_on": date(2999, 1, 1)}, "出具日期晚于今天"),
        ({"started_on": date(2999, 1, 1)}, "项目开工时间晚于今天"),
        ({"shot_at": timezone.now() + timedelta(days=3)}, "拍摄时间晚于今天"),
    ],
)
def test_what_cannot_be_is_refused(world: World, facts: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        world.an_evidence(world.a_project(), **facts)


def test_without_a_file_there_is_no_evidence(world: World) -> None:
    with pytest.raises(Refused, match="请至少上传一个文件"):
        record_evidence(project=world.a_project(), kind="other", files=[], actor=world.recorder)


def test_the_wrong_person_changes_nothing(world: World) -> None:
    project = world.a_project()
    evidence = world.an_evidence(project)

    with pytest.raises(PermissionDenied):
        world.an_evidence(project, actor=world.stranger)
    with pytest.raises(PermissionDenied):
        amend_evidence(evidence, note="x", actor=world.stranger)
    with pytest.raises(PermissionDenied):
        withdraw_evidence(evidence, reason="x", actor=world.stranger)
    with pytest.raises(PermissionDenied):
        certify_evidence(evidence, on=TODAY, actor=world.stranger)
    assert Trail.objects.filter(actor=world.stranger).count() == 0


def test_another_vouches_for_evidence(world: World) -> None:
    evidence = world.an_evidence(world.a_project())

    certify_evidence(evidence, on=TODAY, actor=world.clerk)

    evidence.refresh_from_db()
    assert (evidence.certified_by, evidence.certified_on) == (world.clerk, TODAY)
    assert (last_trail().action, last_trail().subject) == (
        "projects.evidence_certified",
        evidence,
    )


def test_nobody_vouches_for_their_own(world: World) -> None:
    evidence = world.an_evidence(world.a_project(), actor=world.clerk)

    with pytest.raises(PermissionDenied):
        certify_evidence(evidence, on=TODAY, actor=world.clerk)


def test_certified_evidence_stands_until_the_certification_is_withdrawn(world: World) -> None:
    evidence = certify_evidence(world.an_evidence(world.a_project()), on=TODAY, actor=world.clerk)

    for change in (
        lambda: amend_evidence(evidence, number="另一号", actor=world.recorder),
        lambda: withdraw_evidence(evidence, reason="多余", actor=world.recorder),
    ):
        with pytest.raises(Refused, match="请先撤销认定"):
            change()
    with pytest.raises(Refused, match="该材料已认定"):
        certify_evidence(evidence, on=TODAY, actor=world.verifier)
    withdraw_certification(evidence, reason="金额看错", actor=world.verifier)
    amend_evidence(evidence, number="另一号", actor=world.recorder)

    assert evidence.number == "另一号"
    withdrawn = Trail.objects.get(action="projects.evidence_certification_withdrawn")
    assert (withdrawn.note, withdrawn.actor) == ("金额看错", world.verifier)


def test_old_evidence_with_gaps_is_mended_field_by_field(world: World) -> None:
    evidence = world.an_evidence(world.a_project(), "other", payer="", issuer="")
    Evidence.objects.filter(pk=evidence.pk).update(kind="bank_slip", amount=None)
    evidence.refresh_from_db()

    amend_evidence(evidence, note="原件在档案室", actor=world.recorder)
    with pytest.raises(Refused, match="还缺：金额、付款方"):
        certify_evidence(evidence, on=TODAY, actor=world.clerk)
    amend_evidence(evidence, payer="某公司", amount=Decimal(5), actor=world.recorder)

    assert certify_evidence(evidence, on=TODAY, actor=world.clerk).certified_by == world.clerk


def test_what_the_kind_needs_cannot_be_emptied(world: World) -> None:
    evidence = world.an_evidence(world.a_project())

    with pytest.raises(Refused, match="银行进账单还缺：付款方"):
        amend_evidence(evidence, payer="", actor=world.recorder)


def test_withdrawn_evidence_takes_its_files_along(world: World) -> None:
    evidence = world.an_evidence(world.a_project())

    with pytest.raises(Refused, match="请写明撤回的原因"):
        withdraw_evidence(evidence, reason="", actor=world.recorder)
    withdraw_evidence(evidence, reason="登记错项目", actor=world.recorder)

    assert not Evidence.objects.exists()
    assert not File.objects.of(evidence).exists()
    assert (last_trail().action, last_trail().note) == (
        "projects.evidence_withdrawn",
        "登记错项目",
    )


def test_the_last_file_is_not_taken_away_alone(world: World) -> None:
    evidence = world.an_evidence(world.a_project())
    amend_evidence(evidence, files=[world.a_paper("附页")], actor=world.recorder)
    one, two = File.objects.of(evidence)

    withdraw_evidence_file(evidence, file=one, reason="看不清", actor=world.recorder)
    with pytest.raises(Refused, match="要撤回它，请撤回整份材料"):
        withdraw_evidence_file(evidence, file=two, reason="看不清", actor=world.recorder)
    with pytest.raises(Refused, match="不属于该材料"):
        withdraw_evidence_file(evidence, file=one, reason="看不清", actor=world.recorder)

    assert list(File.objects.of(evidence)) == [two]


def test_the_same_file_in_two_projects_is_flagged(world: World) -> None:
    first = world.an_evidence(world.a_project("甲项目"), number="1", words="同一张")

    with pytest.raises(UsedTwice) as refusal:
        world.an_evidence(world.a_project("乙项目"), number="2", words="同一张")
    said = refusal.value.repeats[0]
    second = world.an_evidence(
        world.a_project("丙项目"), number="3", words="同一张", repeat_reason="两期分摊"
    )

    assert (said.evidence, said.what) == (first, "同一文件“同一张.pdf”")
    assert str(refusal.value).startswith("这份材料与已登记的 1 份重复，请核对")
    assert [each.evidence for each in used_twice(first)] == [second]
    assert [each.evidence for each in used_twice(second)] == [first]
    flagged = Evidence.objects.with_repeats().filter(same_file=True)
    assert set(flagged) == {first, second}


def test_the_same_slip_photographed_anew_is_flagged(world: World) -> None:
    first = world.an_evidence(world.a_project("甲项目"), number="SN 1", words="照片一")

    with pytest.raises(UsedTwice):
        world.an_evidence(world.a_project("乙项目"), "invoice", number="ＳＮ1", words="照片二")
    second = world.an_evidence(
        world.a_project("丙项目"), number="SN1", words="照片三", repeat_reason="已核对"
    )

    assert [(each.evidence, each.what) for each in used_twice(second)] == [(first, SAME_VOUCHER)]
    assert set(Evidence.objects.with_repeats().filter(same_voucher=True)) == {first, second}


@pytest.mark.parametrize(
    "differs",
    [{"number": "2"}, {"amount": Decimal(1)}, {"issued_on": date(2023, 3, 3)},
     {"kind": "contract"}],
    ids=["number", "amount", "day", "no voucher"],
)  # fmt: skip
def test_what_differs_is_no_repeat(world: World, differs: dict[str, Any]) -> None:
    world.an_evidence(world.a_project(), number="1", words="甲")

    other = world.an_evidence(world.a_project(), words="乙", **{"number": "1", **differs})

    assert used_twice(other) == []
    assert not Evidence.objects.with_repeats().filter(same_voucher=True).exists()


def test_withdrawn_evidence_repeats_nothing(world: World) -> None:
    first = world.an_evidence(world.a_project(), number="1", words="同一张")
    withdraw_evidence(first, reason="登记错项目", actor=world.recorder)

    assert used_twice(world.an_evidence(world.a_project(), number="1", words="同一张")) == []


def test_a_correction_that_makes_a_repeat_is_flagged(world: World) -> None:
    world.an_evidence(world.a_project(), number="1", words="甲")
    other = world.an_evidence(world.a_project(), number="2", words="乙")

    with pytest.raises(UsedTwice):
        amend_evidence(other, number="1", actor=world.recorder)
    other.refresh_from_db()
    amend_evidence(other, number="1", repeat_reason="同一笔分两期", actor=world.recorder)

    assert Evidence.objects.get(pk=other.pk).repeat_reason == "同一笔分两期"


def test_a_reason_explains_what_it_was_given_for_and_no_more(world: World) -> None:
    world.an_evidence(world.a_project(), number="1", words="甲")
    world.an_evidence(world.a_project(), number="2", words="乙")
    other = world.an_evidence(world.a_project(), number="3", words="甲", repeat_reason="两期分摊")

    amend_evidence(other, number="4", actor=world.recorder)
    with pytest.raises(UsedTwice) as refusal:
        amend_evidence(other, number="2", actor=world.recorder)

    assert [each.what for each in refusal.value.repeats] == [SAME_VOUCHER]


@given(st.text(max_size=60))
def test_numbers_are_compared_however_they_are_typed(number: str) -> None:
    plain = plain_number(number)

    assert plain_number(plain) == plain
    assert plain_number(f" {plain}\u3000") == plain

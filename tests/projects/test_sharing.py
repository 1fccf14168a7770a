"""Two entries of one project are merged and split again; several units share its credit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import correct_agreement
from wutong.attract.funds.models import Receipt
from wutong.attract.projects.models import CreditShare, Merger, Milestone, Project
from wutong.attract.projects.operations import (
    distinguish,
    merge_projects,
    reach_milestone,
    share_credit,
    split_merger,
)
from wutong.attract.projects.queries import all_twins, open_twins, twins_of
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Rule
from wutong.metrics.operations import set_rule
from wutong.metrics.registry import metric
from wutong.metrics.splitting import allot

pytestmark = pytest.mark.django_db
APRIL = date(2023, 4, 10)
QUARTER = Period.written("2023Q1")


@pytest.fixture
def pair(world: World) -> tuple[Project, Project]:
    """One project signed at two fairs: the second entry has a commencement and funds of its own."""
    first = world.a_signed_project("年产10万吨储能电池生产线项目", site="青石镇工业园")
    second = world.a_signed_project(
        "储能电池生产线建设项目（二期签约）", unit=world.baiyang, site="青石镇工业园"
    )
    reach_milestone(second, kind="commenced", on=date(2023, 2, 20), actor=world.machine)
    world.a_receipt(second, 3_000_000, actor=world.stranger)
    return first, second


def merged(world: World, pair: tuple[Project, Project]) -> Merger:
    kept, gone = pair
    return merge_projects(
        kept, merged=gone, reason="同一投资方同一地块", on=APRIL, actor=world.clerk
    )


def test_twins_are_found_and_say_why(world: World, pair: tuple[Project, Project]) -> None:
    world.a_project("粮食仓储项目", investor=world.a_firm("临水某某粮油有限公司"))
    first, second = pair
    assert [(key, twin.key) for key, twin in all_twins()] == [(first.pk, second.pk)]
    assert twins_of(second)[0].key == first.pk
    assert "投资方" in twins_of(second)[0].why


def test_a_merger_brings_what_the_kept_project_lacks(
    world: World, pair: tuple[Project, Project]
) -> None:
    kept, gone = pair
    merger = merged(world, pair)
    assert list(Project.objects.all()) == [kept]
    reached = Milestone.objects.filter(project=kept).values_list("kind", flat=True)
    assert set(reached) == {"registered", "commenced"}
    assert Receipt.objects.get().project == kept
    assert Agreement.objects.get(project=kept).project == kept  # signed twice, counted once
    assert Agreement.objects.filter(project=gone).count() == 1
    assert metric("contracted_amount").value(Ask.of(QUARTER)) == 100_000_000
    trail = Trail.objects.filter(action="projects.merged").get()
    assert (trail.actor, trail.note, trail.key) == (world.clerk, "同一投资方同一地块", merger.pk)


def test_a_split_restores_everything_and_the_time_between_is_known(
    world: World, pair: tuple[Project, Project]
) -> None:
    kept, gone = pair
    before = {
        "first": set(Milestone.objects.filter(project=kept).values_list("pk", "kind")),
        "second": set(Milestone.objects.filter(project=gone).values_list("pk", "kind")),
    }
    merger = merged(world, pair)
    between = timezone.now()
    split_merger(merger, reason="经核对是两期工程", actor=world.clerk)

    gone.refresh_from_db()
    assert set(Project.objects.all()) == {kept, gone}
    assert set(Milestone.objects.filter(project=kept).values_list("pk", "kind")) == before["first"]
    assert set(Milestone.objects.filter(project=gone).values_list("pk", "kind")) == before["second"]
    assert Receipt.objects.get().project == gone
    assert not Merger.objects.exists()
    known = Project.history.known(between)
    assert set(known.identities().values_list("identity", flat=True)) == {kept.pk}
    receipts = Receipt.history.known(between)
    assert [row.project_id for row in receipts] == [kept.pk]
    trail = Trail.objects.filter(action="projects.merger_split").get()
    assert (trail.note, trail.key) == ("经核对是两期工程", merger.pk)


def test_a_correction_stays_with_the_contract_that_it_corrects(
    world: World, pair: tuple[Project, Project]
) -> None:
    kept, gone = pair
    contract = Agreement.objects.get(project=gone)
    correct_agreement(
        contract, to=Decimal(80_000_000), on=APRIL, reason="补充协议", actor=world.clerk
    )
    merged(world, pair)
    assert Agreement.objects.filter(project=gone).count() == 2
    assert Agreement.objects.filter(project=kept).count() == 1


def test_what_was_recorded_after_a_merger_stays_when_it_is_split(
    world: World, pair: tuple[Project, Project]
) -> None:
    kept, gone = pair
    merger = merged(world, pair)
    later = world.a_receipt(kept, 1_000_000, voucher="银行回单0002")
    split_merger(merger, reason="经核对是两期工程", actor=world.clerk)
    assert Receipt.objects.get(pk=later.pk).project == kept
    assert Receipt.objects.filter(project=gone).count() == 1


def test_only_who_answers_for_the_county_merges_and_splits(
    world: World, pair: tuple[Project, Project]
) -> None:
    with pytest.raises(PermissionDenied):
        merge_projects(pair[0], merged=pair[1], reason="同一", on=APRIL, actor=world.recorder)
    merger = merged(world, pair)
    with pytest.raises(PermissionDenied):
        split_merger(merger, reason="误", actor=world.recorder)


def test_mergers_without_sense_are_refused(world: World, pair: tuple[Project, Project]) -> None:
    first, second = pair
    with pytest.raises(Refused, match="不能与自己合并"):
        merge_projects(first, merged=first, reason="同一", on=APRIL, actor=world.clerk)
    with pytest.raises(Refused, match="请写明为何是同一项目"):
        merge_projects(first, merged=second, reason=" ", on=APRIL, actor=world.clerk)
    merger = merged(world, pair)
    with pytest.raises(Refused, match="项目已撤回或并入其他项目"):
        merge_projects(first, merged=second, reason="再来", on=APRIL, actor=world.clerk)
    with pytest.raises(Refused, match="请写明拆分原因"):
        split_merger(merger, reason="", actor=world.clerk)


def test_a_code_given_to_another_meanwhile_is_named(world: World) -> None:
    first, second = world.a_project("甲"), world.a_project("乙", code="LS-002")
    merger = merge_projects(first, merged=second, reason="同一", on=APRIL, actor=world.clerk)
    world.a_project("丙", code="LS-002")
    with pytest.raises(Refused, match="项目编号“LS-002”已用于其他项目"):
        split_merger(merger, reason="误", actor=world.clerk)


def test_what_was_told_apart_is_not_shown_again(
    world: World, pair: tuple[Project, Project]
) -> None:
    first, second = pair
    with pytest.raises(PermissionDenied):
        distinguish(first, second=second, reason="两期", actor=world.recorder)
    with pytest.raises(Refused, match="请写明为何不是同一项目"):
        distinguish(first, second=second, reason=" ", actor=world.clerk)
    distinguish(second, second=first, reason="两期，地块不同", actor=world.clerk)
    assert open_twins(Project.objects.all()) == []
    assert len(all_twins()) == 1
    assert Trail.objects.latest("pk").action == "projects.distinguished"


# --- credit ----------------------------------------------------------------------------------


def shares(world: World, project: Project, *percents: str) -> None:
    units = (world.qingshi, world.baiyang, world.bureau)
    given = dict(zip(units, map(Decimal, percents), strict=False))
    share_credit(project, shares=given, document="县政府纪要〔2023〕8号", actor=world.clerk)


def test_shares_make_up_a_hundred(world: World) -> None:
    project = world.a_signed_project()
    with pytest.raises(Refused, match="合计须为100%，现为90%"):
        shares(world, project, "60", "30")
    with pytest.raises(Refused, match="请写明商定分成"):
        share_credit(project, shares={}, document=" ", actor=world.clerk)
    with pytest.raises(PermissionDenied):
        share_credit(project, shares={}, document="纪要", actor=world.recorder)
    shares(world, project, "60", "40")
    shares(world, project, "70", "30")
    standing = CreditShare.objects.filter(project=project).order_by("-percent")
    assert [share.percent for share in standing] == [70, 30]
    assert CreditShare.history.filter(project=project).count() == 4
    share_credit(project, shares={}, document="纪要作废", actor=world.clerk)
    assert not CreditShare.objects.exists()


def test_amounts_are_shared_to_the_fen_and_counts_go_to_the_lead_unit(world: World) -> None:
    project = world.a_signed_project(amount=Decimal("100000000.01"))
    world.a_receipt(project, Decimal("1000000.01"))
    ask = Ask.of(QUARTER)
    qingshi, baiyang = world.qingshi.pk, world.baiyang.pk
    assert metric("funds_in_place").by("unit", ask) == {qingshi: Decimal("1000000.01")}

    shares(world, project, "50", "50")

    ask = Ask.of(QUARTER)
    by_unit = metric("funds_in_place").by("unit", ask)
    assert by_unit == {qingshi: Decimal("500000.01"), baiyang: Decimal("500000.00")}
    assert metric("contracted_amount").by("unit", ask) == {
        qingshi: Decimal("50000000.01"), baiyang: Decimal("50000000.00"),
    }  # fmt: skip
    assert metric("projects_registered").by("unit", ask) == {qingshi: 1}
    for unit, amount in by_unit.items():
        part = ask.of_part(unit=unit)
        assert metric("funds_in_place").value(part) == amount
        assert sum(metric("funds_in_place").by_month(part).values()) == amount
        assert sum(metric("funds_in_place").by("origin", part).values()) == amount
        assert metric("funds_in_place").by("unit", part) == {unit: amount}
        assert metric("funds_in_place").facts(part).count() == 1
    bureau = ask.of_part(unit=world.bureau.pk)
    assert metric("funds_in_place").value(bureau) == 0


def test_a_unit_that_gives_all_its_credit_away_counts_nothing(world: World) -> None:
    project = world.a_signed_project()
    world.a_receipt(project, 3_000_000)
    share_credit(project, shares={world.baiyang: Decimal(100)}, document="纪要", actor=world.clerk)
    ask = Ask.of(QUARTER)
    assert metric("funds_in_place").by("unit", ask) == {world.baiyang.pk: 3_000_000}
    assert not metric("funds_in_place").facts(ask.of_part(unit=world.qingshi.pk)).exists()


def test_counts_are_shared_where_a_rule_says_so(world: World) -> None:
    project = world.a_signed_project()
    shares(world, project, "60", "40")
    set_rule(
        Rule.objects.get(code="credit_counts"), code="credit_counts", label="项数", value="shared",
        since=date(2023, 1, 1), source="《意见》第九条", actor=world.clerk,
    )  # fmt: skip
    found = metric("projects_registered").by("unit", Ask.of(QUARTER))
    assert found == {world.qingshi.pk: Decimal("0.6"), world.baiyang.pk: Decimal("0.4")}


def test_shares_are_read_as_they_were_known(world: World) -> None:
    project = world.a_signed_project()
    world.a_receipt(project, 3_000_000)
    before = timezone.now()
    shares(world, project, "60", "40")
    then = Ask(QUARTER, QUARTER.last, before)
    assert metric("funds_in_place").by("unit", then) == {world.qingshi.pk: 3_000_000}


def test_merging_two_shared_projects_keeps_one_set_of_shares(
    world: World, pair: tuple[Project, Project]
) -> None:
    kept, gone = pair
    shares(world, kept, "60", "40")
    shares(world, gone, "10", "90")
    merged(world, pair)
    assert sum(s.percent for s in CreditShare.objects.filter(project=kept)) == 100


percents = st.lists(st.integers(1, 10_000), min_size=1, max_size=6).map(
    lambda parts: {n: Decimal(part) / 100 for n, part in enumerate(parts)}
)
fen = st.integers(-(10**13), 10**13).map(lambda whole: Decimal(whole) / 100)


@given(fen, percents)
def test_what_is_allotted_is_the_amount_and_near_each_share(
    amount: Decimal, percents: dict[int, Decimal]
) -> None:
    pieces = allot(amount, percents)
    whole = sum(percents.values())
    assert sum(pieces.values()) == amount
    for part, piece in pieces.items():
        assert piece == piece.quantize(Decimal("0.01"))
        assert abs(piece - amount * percents[part] / whole) < Decimal("0.01")
        assert piece * amount >= 0  # a share never has another sign than the whole
    assert sum(allot(amount, percents, unit=None).values()) == amount

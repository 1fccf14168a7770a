"""What a merged project's own contract promised is owed by the project that stays."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.agreements.operations import correct_agreement, incentive_clauses
from wutong.attract.projects.models import Merger, Project
from wutong.attract.projects.operations import merge_projects, split_merger
from wutong.attract.projects.queries import lacks
from wutong.foundation.audit.models import Trail

pytestmark = pytest.mark.django_db
APRIL = date(2023, 4, 10)
PROMISED = "厂房租金三年减免"


@pytest.fixture
def pair(world: World) -> tuple[Project, Project]:
    """Two entries of one project, each with a contract; the second's makes a promise."""
    kept = world.a_signed_project("储能电池生产线项目")
    gone = world.a_signed_project("储能电池生产线建设项目", unit=world.baiyang, amount=80_000_000)
    promise(world, Agreement.objects.get(project=gone))
    return kept, gone


def promise(world: World, agreement: Agreement, text: str = PROMISED) -> IncentiveClause:
    return incentive_clauses.record(agreement=agreement, text=text, actor=world.clerk)


def merged(world: World, pair: tuple[Project, Project]) -> Merger:
    kept, gone = pair
    return merge_projects(kept, merged=gone, reason="同一地块", on=APRIL, actor=world.clerk)


def unreviewed(project: Project) -> list[str]:
    found = lacks(project, "signed", APRIL)
    return [lack.words for lack in found if lack.gate.subject == "incentives_reviewed"]


def test_a_promise_goes_over_though_its_contract_stays(
    world: World, pair: tuple[Project, Project], signed_in: SignIn
) -> None:
    kept, gone = pair
    assert unreviewed(kept) == []

    merged(world, pair)

    own, other = Agreement.objects.get(project=kept), Agreement.objects.get(project=gone)
    assert IncentiveClause.objects.get().agreement == own
    assert PROMISED in unreviewed(kept)[0]
    client = signed_in(world.clerk)
    assert PROMISED in client.get(f"/agreements/{own.pk}/").text
    assert PROMISED in client.get(f"/projects/{kept.pk}/dossier/").text
    text = client.get(f"/projects/{kept.pk}/").text
    assert "留在原项目" in text
    assert f'<a href="/agreements/{other.pk}/">合同 2023-01-10 8000万元</a>' in text
    theirs = signed_in(world.recorder).get(f"/projects/{kept.pk}/").text
    assert "合同 2023-01-10 8000万元" in theirs  # of another unit: told, and not opened
    assert f"/agreements/{other.pk}/" not in theirs


def test_a_split_takes_the_promise_back_and_leaves_what_came_later(
    world: World, pair: tuple[Project, Project], signed_in: SignIn
) -> None:
    own, other = (Agreement.objects.get(project=project) for project in pair)
    mine = promise(world, own, "用电补贴")
    merger = merged(world, pair)
    later = promise(world, own, "人才公寓")

    signed_in(world.clerk).post(f"/mergers/{merger.pk}/splitting/", {"reason": "是两期工程"})

    assert IncentiveClause.objects.get(text=PROMISED).agreement == other
    assert list(IncentiveClause.objects.filter(agreement=own)) == [mine, later]
    assert unreviewed(pair[1]) != []
    assert Trail.objects.latest("pk").action == "projects.merger_split"


def test_a_promise_of_a_correction_goes_over_too(
    world: World, pair: tuple[Project, Project]
) -> None:
    kept, gone = pair
    first = Agreement.objects.get(project=gone)
    correct_agreement(first, to=90_000_000, on=APRIL, reason="补充协议", actor=world.clerk)
    promise(world, Agreement.objects.get(corrects=first), "设备补助")
    merger = merged(world, pair)
    own = Agreement.objects.get(project=kept)
    assert IncentiveClause.objects.filter(agreement=own).count() == 2
    split_merger(merger, reason="两期", actor=world.clerk)
    assert not IncentiveClause.objects.filter(agreement=own).exists()
    assert IncentiveClause.objects.get(text="设备补助").agreement.corrects == first


def test_where_the_kept_project_has_no_contract_all_goes_over(world: World) -> None:
    kept, gone = world.a_project("甲"), world.a_signed_project("乙", unit=world.baiyang)
    clause = promise(world, Agreement.objects.get(project=gone))
    merger = merged(world, (kept, gone))
    assert Agreement.objects.get().project == kept
    assert IncentiveClause.objects.get() == clause
    assert unreviewed(kept) != []
    split_merger(merger, reason="两期", actor=world.clerk)
    assert Agreement.objects.get().project == gone


def test_a_promise_that_was_withdrawn_meanwhile_stays_withdrawn(
    world: World, pair: tuple[Project, Project]
) -> None:
    merger = merged(world, pair)
    incentive_clauses.withdraw(IncentiveClause.objects.get(), reason="不再给", actor=world.clerk)
    split_merger(merger, reason="两期", actor=world.clerk)
    assert not IncentiveClause.objects.exists()


def test_a_merger_from_before_is_split_as_it_was_kept(world: World) -> None:
    """Mergers of older versions name label and key alone."""
    kept, gone = world.a_project("甲"), world.a_signed_project("乙", unit=world.baiyang)
    merger = merged(world, (kept, gone))
    assert all(len(each) == 2 for each in merger.moved)
    split_merger(merger, reason="两期", actor=world.clerk)
    assert Agreement.objects.get().project == gone

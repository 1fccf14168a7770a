"""The packaging of reserve projects: written, judged, published, pushed; what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.projects.packaged import DAY, FLOWS, Packaged
from tests.world import World
from wutong.attract.projects.models import (
    Packaging,
    Proposal,
    Publication,
    PublishedProject,
    Rubric,
)
from wutong.attract.projects.operations import packagings
from wutong.attract.projects.operations.appraising import (
    CriterionDraft,
    Given,
    appraise_proposal,
    conclude_proposal,
    publish_rubric,
)
from wutong.attract.projects.operations.packaging import (
    amend_proposal,
    publish_proposal,
    push_card,
    return_proposal,
    start_proposal,
    submit_proposal,
)
from wutong.attract.projects.queries.packaging import differences
from wutong.attract.projects.queries.returns import Flow
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import catalogue, metric


@pytest.fixture
def packaged(world: World) -> Packaged:
    return Packaged(world)


# --- writing and submitting ------------------------------------------------------------------


def test_a_clerk_drafts_and_submits(packaged: Packaged) -> None:
    proposal = packaged.submitted()

    assert (proposal.number, proposal.state) == (1, "submitted")
    assert proposal.rubric == Rubric.objects.get()
    trail = Trail.objects.filter(action="projects.proposal_amended").latest("pk")
    assert trail.subject == proposal
    assert trail.changes["收益表第 0 年"] == [None, "投资 100000000.00，收入 0.00，成本 0.00 元"]
    assert trail.changes["目标企业"] == [None, "杭州某某储能科技有限公司"]
    assert Trail.objects.latest("pk").action == "projects.proposal_submitted"


def test_an_unfinished_draft_is_refused_by_name(packaged: Packaged) -> None:
    proposal = start_proposal(packaged.a_reserve(), actor=packaged.world.recorder)
    with pytest.raises(Refused) as refused:
        submit_proposal(proposal, on=DAY, actor=packaged.world.recorder)
    words = str(refused.value)
    assert "“基础工作”没有填；“可行性”没有填" in words
    assert "收益表没有投资" in words
    assert "没有写目标企业或目标产业链" in words


def test_an_estimate_that_is_far_off_is_refused(packaged: Packaged) -> None:
    far = packaged.a_reserve(total_investment=Decimal(150_000_000))
    words = "收益表投资合计 1亿元 与储备项目总投资 1.5亿元 相差超过 30%"
    with pytest.raises(Refused, match=words):
        packaged.submitted(far)
    near = packaged.a_reserve("乙项目", total_investment=Decimal(130_000_000))
    assert packaged.submitted(near).state == "submitted"


def test_another_township_may_not_touch_it(packaged: Packaged) -> None:
    stranger, reserve = packaged.world.stranger, packaged.a_reserve()
    proposal = packaged.a_draft(reserve)
    with pytest.raises(PermissionDenied):
        start_proposal(packaged.a_reserve("乙"), actor=stranger)
    with pytest.raises(PermissionDenied):
        amend_proposal(proposal, actor=stranger, summary="改")
    with pytest.raises(PermissionDenied):
        submit_proposal(proposal, on=DAY, actor=stranger)


def test_what_was_submitted_is_frozen(packaged: Packaged) -> None:
    proposal = packaged.submitted()
    with pytest.raises(Refused, match="第1版待评审，内容已冻结；要改请新建下一版"):
        amend_proposal(proposal, actor=packaged.world.recorder, summary="改")
    with pytest.raises(Refused, match="第1版待评审，请在那一版上办理"):
        start_proposal(proposal.reserve, actor=packaged.world.recorder)


def test_a_returned_version_is_followed_by_a_copy_that_may_differ(packaged: Packaged) -> None:
    first, clerk = packaged.submitted(), packaged.world.recorder
    with pytest.raises(PermissionDenied):
        return_proposal(first, reason="市场论证不足", actor=clerk)
    with pytest.raises(Refused, match="请写明退回原因"):
        return_proposal(first, reason=" ", actor=packaged.publisher)
    return_proposal(first, reason="市场论证不足", actor=packaged.publisher)

    second = start_proposal(first.reserve, actor=clerk)
    better = [FLOWS[0], Flow(1, revenue=Decimal(90_000_000), cost=Decimal(50_000_000)), *FLOWS[2:]]
    amend_proposal(
        second, actor=clerk, market="全国年需求三十万吨。", years=better, targets=["甲公司"]
    )

    found = {d.label: (d.before, d.after) for d in differences(first, second)}
    assert found["市场分析"] == ("全省年需求八万吨，缺口五万吨。", "全国年需求三十万吨。")
    assert found["目标企业"] == ("杭州某某储能科技有限公司", "甲公司")
    assert found["收益表第 1 年"][1] == "投资 0万元，收入 9000万元，成本 5000万元"
    assert set(found) >= {"净现值", "内部收益率", "静态投资回收期"}
    assert "基础工作" not in found


def test_a_sheet_has_no_gaps_and_nothing_negative(packaged: Packaged) -> None:
    proposal, clerk = packaged.a_draft(), packaged.world.recorder
    for years, words in (
        ([Flow(0), Flow(2)], "中间不留空"),
        ([Flow(0, investment=Decimal(-1))], "不能是负数"),
        ([Flow(y) for y in range(32)], "最多到第 30 年"),
    ):
        with pytest.raises(Refused, match=words):
            amend_proposal(proposal, actor=clerk, years=years)
    amend_proposal(proposal, actor=clerk, years=FLOWS[:3])
    assert proposal.years.count() == 3


def test_two_who_edit_at_once_do_not_overwrite_each_other(packaged: Packaged) -> None:
    proposal = packaged.a_draft()
    mine = Proposal.objects.get(pk=proposal.pk)
    amend_proposal(proposal, actor=packaged.world.clerk, years=FLOWS[:4])
    with pytest.raises(Refused, match="该记录已被他人修改"):
        amend_proposal(mine, actor=packaged.world.recorder, years=FLOWS[:5])


# --- the rubric and the review ---------------------------------------------------------------


def test_the_score_is_the_weighted_mean_of_the_reviewers(packaged: Packaged) -> None:
    proposal = packaged.submitted()
    for reviewer, scores in zip(
        packaged.reviewers, [(90, 80, 70, 60, 50), (80,), (75, 75, 75, 75, 80)], strict=True
    ):
        marks = packaged.given(proposal, *scores)
        appraise_proposal(proposal, marks=marks, on=DAY, actor=reviewer)
    conclude_proposal(proposal, on=DAY, actor=packaged.publisher)

    review = Packaging.objects.get()
    assert [a.total for a in proposal.appraisals.all()] == [70, 80, 76]
    assert (review.score, review.is_passed) == (Decimal("75.3"), True)
    assert (review.conclusion, review.reviewed_on, review.proposal) == ("通过", DAY, proposal)
    assert Trail.objects.latest("pk").changes["评审得分"] == [None, "75.3（发布线 70.0）"]


def test_nobody_reviews_what_their_own_unit_packaged(packaged: Packaged) -> None:
    proposal = packaged.submitted()
    marks = packaged.given(proposal, 90)
    with pytest.raises(Refused, match="本单位包装的项目，本单位人员不能评审（回避）"):
        appraise_proposal(proposal, marks=marks, on=DAY, actor=packaged.own)
    with pytest.raises(PermissionDenied):
        appraise_proposal(proposal, marks=marks, on=DAY, actor=packaged.world.recorder)
    by_bureau = packaged.a_draft(packaged.a_reserve("乙"))
    submit_proposal(by_bureau, on=DAY, actor=packaged.world.clerk)
    with pytest.raises(Refused, match="回避"):
        appraise_proposal(by_bureau, marks=marks, on=DAY, actor=packaged.reviewers[0])


def test_marks_are_complete_and_low_ones_say_why(packaged: Packaged) -> None:
    proposal, reviewer = packaged.submitted(), packaged.reviewers[0]
    marks = packaged.given(proposal, 90)
    first = next(iter(marks))
    for given, words in (
        ({first: marks[first]}, "还没有评分：可行性、投资收益、操作性、针对性"),
        ({**marks, first: Given(Decimal(101))}, "“基础工作”须在 0 至 100 分之间"),
        ({**marks, first: Given(Decimal(59))}, "“基础工作”低于 60 分，请写评语"),
    ):
        with pytest.raises(Refused, match=words):
            appraise_proposal(proposal, marks=given, on=DAY, actor=reviewer)
    appraise_proposal(proposal, marks=marks, on=DAY, actor=reviewer)
    changed = {**marks, first: Given(Decimal(70), "缺规划意见")}
    again = appraise_proposal(proposal, marks=changed, on=DAY, actor=reviewer)
    assert (proposal.appraisals.count(), again.total) == (1, 86)
    assert Trail.objects.latest("pk").changes["基础工作"] == ["90.0", "70 缺规划意见"]


def test_too_few_reviewers_conclude_nothing(packaged: Packaged) -> None:
    proposal = packaged.submitted()
    packaged.appraise(proposal, 90, 90)
    with pytest.raises(Refused, match="评审标准要求 3 人评分，现有 2 人"):
        conclude_proposal(proposal, on=DAY, actor=packaged.publisher)
    packaged.appraise(proposal, 90, 90, 90)
    with pytest.raises(PermissionDenied):
        conclude_proposal(proposal, on=DAY, actor=packaged.reviewers[0])


def test_below_the_line_nothing_is_published_or_pushed(packaged: Packaged) -> None:
    proposal = packaged.reviewed(60, 70, 79)
    assert not Packaging.objects.get().is_passed
    with pytest.raises(Refused, match=r"评审得分 69\.7，低于发布线 70\.0 分，不能发布或推送"):
        publish_proposal(proposal, on=DAY, actor=packaged.publisher)
    with pytest.raises(Refused, match="不能发布或推送"):
        push_card(proposal, channel="微信朋友圈", on=DAY, actor=packaged.publisher)
    submitted = packaged.submitted(packaged.a_reserve("乙"))
    with pytest.raises(Refused, match="第1版还没有评审结论"):
        publish_proposal(submitted, on=DAY, actor=packaged.publisher)


def test_exactly_on_the_line_is_enough(packaged: Packaged) -> None:
    proposal = packaged.reviewed(70, 70, 70)
    assert publish_proposal(proposal, on=DAY, actor=packaged.publisher).state == "published"


def test_a_rubric_is_judged_by_when_the_version_was_submitted(packaged: Packaged) -> None:
    proposal = packaged.submitted()
    given = {
        "name": "新标准",
        "threshold": Decimal(90),
        "reviewers_needed": 1,
        "source": "《办法》第二条",
        "since": date(2026, 3, 1),
        "criteria": [CriterionDraft("可行性", 100)],
    }
    for wrong, words in (
        ({"criteria": [CriterionDraft("可行性", 90)]}, "各项权重之和须为 100，现为 90"),
        ({"criteria": []}, "至少要有一项指标"),
        ({"criteria": [CriterionDraft("甲", 50), CriterionDraft("甲", 50)]}, "名称不能重复"),
        ({"source": " "}, "请写明评审标准依据的文件与条款"),
        ({"since": date(2015, 1, 1)}, "新标准须晚于现行标准的施行日期 2015-01-01"),
    ):
        with pytest.raises(Refused, match=words):
            publish_rubric(actor=packaged.world.clerk, **{**given, **wrong})  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        publish_rubric(actor=packaged.publisher, **given)  # type: ignore[arg-type]
    new = publish_rubric(actor=packaged.world.clerk, **given)  # type: ignore[arg-type]

    old = Rubric.objects.exclude(pk=new.pk).get()
    assert old.until == date(2026, 2, 28)
    assert proposal.rubric == old
    assert packaged.submitted(packaged.a_reserve("乙")).rubric == new
    assert Trail.objects.filter(action="projects.rubric_published").get().subject == new


# --- publishing and pushing ------------------------------------------------------------------


def test_a_new_version_takes_the_place_and_the_code_of_the_old(packaged: Packaged) -> None:
    first = packaged.published()
    second = packaged.published(first.reserve)
    first.refresh_from_db()

    assert (first.state, second.state, second.number) == ("superseded", "published", 2)
    assert first.card_code == second.card_code != ""
    with pytest.raises(Refused, match="只有已发布的方案可以推送"):
        push_card(first, channel="微信朋友圈", on=DAY, actor=packaged.publisher)


def test_a_push_is_one_publication_that_the_figure_counts(packaged: Packaged) -> None:
    proposal, clerk = packaged.published(), packaged.world.recorder
    with pytest.raises(Refused, match="请写明推送到哪个商协会微信群"):
        push_card(proposal, channel="商协会微信群", on=DAY, actor=clerk)
    with pytest.raises(Refused, match="请选择推送渠道"):
        push_card(proposal, channel="广播", on=DAY, actor=clerk)
    with pytest.raises(Refused, match="推送日期不能早于发布日期 2026-03-02"):
        push_card(proposal, channel="微信朋友圈", on=date(2026, 3, 1), actor=clerk)
    with pytest.raises(PermissionDenied):
        push_card(proposal, channel="微信朋友圈", on=DAY, actor=packaged.world.stranger)
    push_card(proposal, channel="商协会微信群", group="浙江商会", on=DAY, actor=clerk)

    pushed, published = PublishedProject.objects.get(), Publication.objects.get()
    assert (pushed.proposal, pushed.project_name) == (proposal, "负极材料项目")
    assert (published.channel, published.published_by) == ("商协会微信群：浙江商会", clerk)
    assert (published.is_push, published.is_portal) == (True, False)
    ask = Ask.of(Period.written("2026Q1"))
    assert metric("projects_shared").value(ask) == 1
    assert metric("items_published").value(ask) == 0
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor) == ("projects.card_pushed", clerk)


def test_a_review_in_the_product_counts_as_the_ledgers_do(packaged: Packaged) -> None:
    packaged.reviewed(80, 80, 80)
    packaged.reviewed(50, 50, 50, reserve=packaged.a_reserve("乙"))
    from_ledger = packaged.a_reserve("丙")
    packagings.record(
        reserve=from_ledger, is_passed=True, conclusion="通过", actor=packaged.world.machine
    )
    ask = Ask.of(Period.written("2026Q1"))
    assert metric("projects_in_reserve").value(ask) == 2
    assert metric("projects_packaged").value(ask) == 1
    assert metric("reserves_packaged").value(ask) == 2
    assert catalogue["packaging_hit_rate"].value(ask) == 0

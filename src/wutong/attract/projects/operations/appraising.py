"""Judging packaging: the rubric, what each reviewer gives, and the conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wutong.attract.projects.models import (
    Appraisal,
    Criterion,
    Mark,
    Packaging,
    Proposal,
    Rubric,
)
from wutong.foundation.money import rounded
from wutong.foundation.operations import Refused, changed, operation
from wutong.foundation.records import amend, enter
from wutong.people.access import county_wide, keeps

reviews = keeps("packaging.review")
concludes = keeps("packaging.publish")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class CriterionDraft:
    """A criterion of a rubric that is to be published."""

    name: str
    weight: int
    guidance: str = ""


@dataclass(frozen=True)
class Given:
    """What a reviewer gives for one criterion, of 100, and why."""

    score: Decimal
    comment: str = ""


@operation("projects.rubric_published", allowed=county_wide("rules.set"))
def publish_rubric(
    *,
    name: str,
    since: date,
    threshold: Decimal,
    reviewers_needed: int,
    source: str,
    criteria: Iterable[CriterionDraft],
    actor: Any,
) -> Rubric:
    """Put a rubric in force from `since`; the one it follows ends the day before.

    What was submitted under the earlier one is still judged by that.
    """
    criteria = list(criteria)
    if not source.strip():
        raise Refused("请写明评审标准依据的文件与条款")
    if not criteria:
        raise Refused("评审标准至少要有一项指标")
    if len({each.name for each in criteria}) < len(criteria):
        raise Refused("评审指标的名称不能重复")
    total = sum(each.weight for each in criteria)
    if total != 100:
        raise Refused(f"各项权重之和须为 100，现为 {total}")
    last = Rubric.objects.filter(until=None).order_by("-since").first()
    if last is not None:
        if since <= last.since:
            raise Refused(f"新标准须晚于现行标准的施行日期 {last.since:%Y-%m-%d}")
        amend(last, {"until": since - timedelta(days=1)})
    rubric = enter(
        Rubric(
            name=name,
            since=since,
            threshold=threshold,
            reviewers_needed=reviewers_needed,
            source=source.strip(),
        )
    )
    for order, each in enumerate(criteria, 1):
        facts = {"name": each.name, "weight": each.weight, "guidance": each.guidance}
        enter(Criterion(rubric=rubric, order=order, **facts))
    told = "；".join(f"{each.name} {each.weight}%" for each in criteria)
    changed(rubric, {"评审指标": [None, told]})
    return rubric


def recusal(official: Any, proposal: Proposal) -> str:
    """Return why this official must not judge a proposal (回避), in words; "" if they may."""
    submitter = proposal.submitted_by
    if submitter is not None and submitter.pk == official.pk:
        return "本人提交的方案，须由他人评审（回避）"
    units = {proposal.reserve.lead_unit_id, submitter.unit_id if submitter else None}
    if official.unit_id is not None and official.unit_id in units:
        return "本单位包装的项目，本单位人员不能评审（回避）"
    return ""


@operation("projects.proposal_appraised", allowed=reviews)
def appraise_proposal(
    proposal: Proposal,
    *,
    marks: Mapping[int, Given],
    on: date,
    actor: Any,
    comment: str = "",
) -> Appraisal:
    """Give a submitted proposal one's marks by the criteria's keys; once more to change them.

    One's total is Σ weight × score ÷ 100, to two places.
    """
    if proposal.state != Proposal.State.SUBMITTED:
        raise Refused(f"这一版{proposal.get_state_display()}，不能再评分")
    if words := recusal(actor, proposal):
        raise Refused(words)
    criteria = list(proposal.rubric.criteria.all()) if proposal.rubric else []
    check_marks(criteria, marks)
    total = rounded(sum((c.weight * marks[c.pk].score for c in criteria), Decimal(0)) / HUNDRED)
    facts = {"total": total, "comment": comment.strip(), "appraised_on": on}
    standing = proposal.appraisals.filter(reviewer=actor).first()
    if standing is None:
        appraisal = enter(Appraisal(proposal=proposal, reviewer=actor, **facts))
    else:
        appraisal = amend(standing, facts)
    given = {mark.criterion_id: mark for mark in appraisal.marks.all()}
    for criterion in criteria:
        give(appraisal, criterion, given.get(criterion.pk), marks[criterion.pk])
    return appraisal


def check_marks(criteria: list[Criterion], marks: Mapping[int, Given]) -> None:
    missing = [c.name for c in criteria if c.pk not in marks]
    if missing:
        raise Refused(f"还没有评分：{'、'.join(missing)}")
    for criterion in criteria:
        given = marks[criterion.pk]
        if not 0 <= given.score <= HUNDRED:
            raise Refused(f"“{criterion.name}”须在 0 至 100 分之间")
        if given.score < 60 and not given.comment.strip():
            raise Refused(f"“{criterion.name}”低于 60 分，请写评语，让包装单位知道差在哪里")


def give(appraisal: Appraisal, criterion: Criterion, standing: Mark | None, given: Given) -> None:
    facts = {"score": given.score, "comment": given.comment.strip()}
    before = None if standing is None else f"{standing.score} {standing.comment}".strip()
    if standing is None:
        enter(Mark(appraisal=appraisal, criterion=criterion, **facts))
    else:
        amend(standing, facts)
    after = f"{given.score} {facts['comment']}".strip()
    if before != after:
        changed(appraisal, {criterion.name: [before, after]})


@operation("projects.proposal_concluded", allowed=concludes)
def conclude_proposal(proposal: Proposal, *, on: date, actor: Any) -> Proposal:
    """Conclude a review once enough reviewers have given their marks.

    The score is the mean of the reviewers' totals, to one place, half up; it is that printed
    score which is held against the threshold. The conclusion is a `Packaging` like the ledgers'.
    """
    if proposal.state != Proposal.State.SUBMITTED or proposal.rubric is None:
        raise Refused(f"这一版{proposal.get_state_display()}，没有待作的评审结论")
    rubric = proposal.rubric
    totals = list(proposal.appraisals.values_list("total", flat=True))
    if len(totals) < rubric.reviewers_needed:
        raise Refused(f"评审标准要求 {rubric.reviewers_needed} 人评分，现有 {len(totals)} 人")
    score = mean_score(totals)
    passed = score >= rubric.threshold
    _record_packaging(
        proposal,
        actor=actor,
        score=score,
        is_passed=passed,
        conclusion="通过" if passed else "未通过",
        reviewed_on=on,
    )
    amended = amend(proposal, {"state": Proposal.State.REVIEWED})
    changed(amended, {"评审得分": [None, f"{score}（发布线 {rubric.threshold}）"]})
    return amended


def mean_score(totals: list[Decimal]) -> Decimal:
    return rounded(sum(totals, Decimal(0)) / len(totals), 1)


@operation("projects.packaging_recorded", allowed=concludes)
def _record_packaging(proposal: Proposal, *, actor: Any, **facts: Any) -> Packaging:
    return enter(Packaging(reserve=proposal.reserve, proposal=proposal, **facts))

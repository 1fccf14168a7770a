"""Writing, submitting, publishing and pushing the packaging of reserve projects."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from wutong.attract.firms.models import Firm
from wutong.attract.projects.models import (
    Packaging,
    Proposal,
    Publication,
    PublicationChannel,
    PublishedProject,
    ReserveProject,
    ReturnYear,
    TargetFirm,
)
from wutong.attract.projects.models.appraisals import rubric_in_force
from wutong.attract.projects.models.packaging import YEARS
from wutong.attract.projects.operations.publishing import record_publication, told_by
from wutong.attract.projects.operations.revising import count_as_revision
from wutong.attract.projects.queries.packaging import CONTENT, lacks
from wutong.attract.projects.queries.returns import Flow
from wutong.foundation.files.kinds import BY_NAME
from wutong.foundation.files.models import File, let_own
from wutong.foundation.files.operations import store_file, withdraw_file
from wutong.foundation.files.receiving import Received
from wutong.foundation.operations import Refused, changed, operation
from wutong.foundation.records import amend, enter, retire
from wutong.people.access import keeps

State = Proposal.State
packs = keeps("projects.keep")
publishes = keeps("packaging.publish")


def may_push(official: Any, proposal: Proposal | None) -> bool:
    return packs(official, proposal) or publishes(official, proposal)


@operation("projects.proposal_recorded", allowed=packs)
def start_proposal(reserve: ReserveProject, *, actor: Any) -> Proposal:
    """Begin the next version of a reserve project's packaging, with what the last one said."""
    if reserve.state == ReserveProject.State.DROPPED:
        raise Refused("该储备项目已淘汰，不再包装")
    ReserveProject.objects.select_for_update().get(pk=reserve.pk)
    last = reserve.proposals.order_by("-number").first()
    if last is not None and last.state in (State.DRAFT, State.SUBMITTED):
        raise Refused(f"第{last.number}版{last.get_state_display()}，请在那一版上办理")
    if last is None:
        unit = reserve.lead_unit
        first = Proposal(reserve=reserve, number=1, target_chain=reserve.chain)
        first.contact, first.phone = (unit.liaison, unit.phone) if unit else ("", "")
        return enter(first)
    said = {name: getattr(last, name) for name in CONTENT}
    proposal = enter(Proposal(reserve=reserve, number=last.number + 1, **said))
    for year in last.years.all():
        enter(ReturnYear(**{**year.facts(), "proposal_id": proposal.pk}))
    for target in last.target_firms.all():
        enter(TargetFirm(**{**target.facts(), "proposal_id": proposal.pk}))
    for file in File.objects.of(last):
        store_file(proposal, received=received_as(file), actor=actor)
    return proposal


def may_illustrate(official: Any, proposal: Proposal) -> bool:
    """Return whether the picture may still be changed: it is frozen with the rest."""
    return proposal.state == State.DRAFT and packs(official, proposal)


let_own(Proposal, allowed=may_illustrate)


def received_as(file: File) -> Received:
    return Received(file.digest, file.size, file.media_type, file.name, file.pages, file.taken_at)


@operation("projects.proposal_illustrated", allowed=packs)
def illustrate_proposal(proposal: Proposal, *, received: Received, actor: Any) -> Proposal:
    """Give a draft the picture of its card, in place of the one it had."""
    require_draft(proposal)
    if not BY_NAME[received.media_type].is_picture:
        raise Refused("项目图片须是照片或图片文件（JPEG、PNG、WebP、HEIC）")
    before = None
    for file in File.objects.of(proposal):
        before = file.name
        withdraw_file(file, reason="换图", actor=actor)
    store_file(proposal, received=received, actor=actor)
    changed(proposal, {"项目图片": [before, received.name]})
    return proposal


def require_draft(proposal: Proposal) -> None:
    if proposal.state != State.DRAFT:
        said = proposal.get_state_display()
        raise Refused(f"第{proposal.number}版{said}，内容已冻结；要改请新建下一版")


@operation("projects.proposal_amended", allowed=packs)
def amend_proposal(
    proposal: Proposal,
    *,
    actor: Any,
    years: Iterable[Flow] | None = None,
    targets: Iterable[str] | None = None,
    **facts: Any,
) -> Proposal:
    """Change what a draft says; only what is sent is checked. What was submitted stands.

    `years` replaces the whole return sheet, `targets` the names of all target firms.
    """
    require_draft(proposal)
    if extra := set(facts) - set(CONTENT):
        raise ValueError(f"not the content of a proposal: {extra}")
    parts: dict[str, Any] = {}
    if years is not None:
        parts |= replace_years(proposal, list(years))
    if targets is not None:
        parts |= replace_targets(proposal, list(targets))
    if parts:
        facts["sheet_edits"] = proposal.sheet_edits + 1
    amended = amend(proposal, facts)
    if parts:
        changed(amended, parts)
    return amended


def replace_years(proposal: Proposal, flows: list[Flow]) -> dict[str, Any]:
    """Write the return sheet anew; return which years changed, as the trail writes it."""
    if [flow.year for flow in flows] != list(range(len(flows))):
        raise Refused("收益表须从第 0 年起逐年填写，中间不留空")
    if len(flows) > YEARS + 1:
        raise Refused(f"收益表最多到第 {YEARS} 年")
    if any(min(flow.investment, flow.revenue, flow.cost) < 0 for flow in flows):
        raise Refused("收益表的投资、收入、成本不能是负数")
    standing = {year.year: year for year in proposal.years.all()}
    changes: dict[str, Any] = {}
    for flow in flows:
        row = standing.pop(flow.year, None)
        facts = {"investment": flow.investment, "revenue": flow.revenue, "cost": flow.cost}
        before = amounts(row) if row is not None else None
        if row is None:
            row = enter(ReturnYear(proposal=proposal, year=flow.year, **facts))
        else:
            amend(row, facts)
        if before != amounts(row):
            changes[f"收益表第 {flow.year} 年"] = [before, amounts(row)]
    for year, row in standing.items():
        changes[f"收益表第 {year} 年"] = [amounts(row), None]
        retire(row)
    return changes


def amounts(row: ReturnYear) -> str:
    return f"投资 {row.investment:.2f}，收入 {row.revenue:.2f}，成本 {row.cost:.2f} 元"


def replace_targets(proposal: Proposal, names: list[str]) -> dict[str, Any]:
    names = list(dict.fromkeys(filter(None, (name.strip()[:120] for name in names))))
    standing = {target.name: target for target in proposal.target_firms.all()}
    if list(standing) == names:
        return {}
    before = "、".join(standing) or None
    firms = {firm.name: firm for firm in Firm.objects.filter(name__in=names)}
    for name, target in standing.items():
        if name not in names:
            retire(target)
    for name in names:
        if name not in standing:
            enter(TargetFirm(proposal=proposal, name=name, firm=firms.get(name)))
    return {"目标企业": [before, "、".join(names) or None]}


@operation("projects.proposal_submitted", allowed=packs)
def submit_proposal(proposal: Proposal, *, on: date, actor: Any) -> Proposal:
    """Freeze a draft and hand it to the reviewers, by the rubric in force that day."""
    if proposal.state != State.DRAFT:
        raise Refused(f"这一版{proposal.get_state_display()}，不能再提交")
    missing = lacks(proposal, on)
    if missing:
        raise Refused("还不能提交：" + "；".join(missing))
    rubric = rubric_in_force(on)
    if rubric is None:
        raise Refused(f"{on:%Y-%m-%d} 没有施行中的评审标准，请先发布评审标准")
    facts = {"state": State.SUBMITTED, "submitted_by": actor, "submitted_on": on, "rubric": rubric}
    amended = amend(proposal, facts)
    count_as_revision(amended, on=on, actor=actor)
    return amended


@operation("projects.proposal_published", allowed=publishes)
def publish_proposal(proposal: Proposal, *, on: date, actor: Any) -> Proposal:
    """Put a version that passed its review before investors; the one before gives way."""
    require_passed(proposal)
    if proposal.state != State.REVIEWED:
        raise Refused(f"这一版{proposal.get_state_display()}，不能发布")
    code = ""
    for standing in proposal.reserve.proposals.filter(state=State.PUBLISHED):
        code = standing.card_code
        _supersede(standing, actor=actor)
    earlier = proposal.reserve.proposals.exclude(card_code="").first()
    code = code or (earlier.card_code if earlier else "") or secrets.token_urlsafe(9)
    facts = {"state": State.PUBLISHED, "published_on": on, "card_code": code}
    return amend(proposal, facts)


@operation("projects.proposal_superseded", allowed=publishes)
def _supersede(proposal: Proposal, *, actor: Any) -> Proposal:
    return amend(proposal, {"state": State.SUPERSEDED})


@operation("projects.proposal_returned", allowed=publishes)
def return_proposal(proposal: Proposal, *, reason: str, actor: Any) -> Proposal:
    """Send a version back with the reason, published or not; what has to change is a new one."""
    if proposal.state not in (State.SUBMITTED, State.REVIEWED, State.PUBLISHED):
        raise Refused(f"这一版{proposal.get_state_display()}，不能退回")
    if not reason.strip():
        raise Refused("请写明退回原因，让包装单位知道改什么")
    return amend(proposal, {"state": State.RETURNED, "returned_for": reason.strip()})


def require_passed(proposal: Proposal) -> Packaging:
    """Return the review that a version passed; refuse, in words, what has passed none."""
    found = proposal.packagings.order_by("-pk").first()
    if found is None:
        raise Refused(f"第{proposal.number}版还没有评审结论，不能发布或推送")
    if not found.is_passed:
        line = proposal.rubric.threshold if proposal.rubric else "—"
        raise Refused(f"评审得分 {found.score}，低于发布线 {line} 分，不能发布或推送")
    return found


@operation("projects.card_pushed", allowed=may_push)
def push_card(
    proposal: Proposal, *, channel: str, group: str = "", on: date, actor: Any
) -> PublishedProject:
    """Log that a published version's card was pushed to a group; it counts as a publication."""
    require_passed(proposal)
    if proposal.state != State.PUBLISHED:
        raise Refused(
            f"第{proposal.number}版{proposal.get_state_display()}，只有已发布的方案可以推送"
        )
    if proposal.published_on and on < proposal.published_on:
        raise Refused(f"推送日期不能早于发布日期 {proposal.published_on:%Y-%m-%d}")
    found = PublicationChannel.objects.in_force(on).filter(name=channel).first()
    if found is None:
        raise Refused("请选择推送渠道")
    publication = record_publication(
        actor.unit or proposal.reserve.lead_unit,
        actor=actor,
        published_on=on,
        kind=Publication.Kind.PUSH,
        title=f"推送：{proposal.reserve.name}（第{proposal.number}版）"[:200],
        **told_by(found, group),
    )
    return enter(
        PublishedProject(
            publication=publication, project_name=proposal.reserve.name, proposal=proposal
        )
    )

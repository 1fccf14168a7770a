"""Going over the reserve library each year, and what became of the investors it drew."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models import Reception, Talk
from wutong.attract.projects.models import (
    Interest,
    Project,
    Proposal,
    PublishedProject,
    ReserveProject,
    Revision,
)
from wutong.attract.projects.queries.packaging import STANDING_STATES, duty_on
from wutong.foundation.operations import Refused, changed, operation
from wutong.foundation.records import amend, enter
from wutong.people.access import keeps

packs = keeps("projects.keep")
Outcome, Result = Revision.Outcome, Interest.Result


def year_of_duty(reserve: ReserveProject, on: date) -> int:
    """Return the year whose revision a project is gone over for; refuse a second one."""
    year = duty_on(on).year
    if reserve.revisions.filter(year=year).exists():
        raise Refused(f"“{reserve}”{year}年度已修订，不必再登记")
    return year


def require_standing(reserve: ReserveProject) -> None:
    if reserve.state not in STANDING_STATES:
        raise Refused(f"“{reserve}”已是“{reserve.get_state_display()}”，不在修订之列")


@operation("projects.reserve_revised", allowed=packs)
def revise_reserve(reserve: ReserveProject, *, note: str, on: date, actor: Any) -> Revision:
    """Record that a reserve project was gone over this year and stays, and what was revised."""
    require_standing(reserve)
    year = year_of_duty(reserve, on)
    if len(note.strip()) < 4:
        raise Refused("请写明修订了什么；没有变化的，写明核对了哪些内容")
    facts = {"outcome": Outcome.REVISED, "revised_on": on, "revised_by": actor}
    return enter(Revision(reserve=reserve, year=year, note=note.strip(), **facts))


@operation("projects.reserve_dropped", allowed=packs)
def drop_reserve(reserve: ReserveProject, *, reason: str, on: date, actor: Any) -> ReserveProject:
    """Take a project out of the reserve library for good, with the reason."""
    require_standing(reserve)
    if not reason.strip():
        raise Refused("请写明淘汰原因")
    standing = reserve.proposals.filter(
        state__in=[Proposal.State.SUBMITTED, Proposal.State.PUBLISHED]
    )
    for proposal in standing:
        said = proposal.get_state_display()
        raise Refused(f"第{proposal.number}版包装方案{said}，请先退回再淘汰")
    year = duty_on(on).year
    done = reserve.revisions.filter(year=year).first()
    facts = {"outcome": Outcome.DROPPED, "revised_on": on, "revised_by": actor}
    facts["note"] = reason.strip()
    if done is None:
        enter(Revision(reserve=reserve, year=year, **facts))
    else:
        amend(done, facts)
    return amend(reserve, {"state": ReserveProject.State.DROPPED})


def count_as_revision(proposal: Proposal, *, on: date, actor: Any) -> None:
    """Let the submission of a version be the year's revision, where none was recorded yet."""
    reserve, year = proposal.reserve, duty_on(on).year
    if reserve.state in STANDING_STATES and not reserve.revisions.filter(year=year).exists():
        note = f"提交第{proposal.number}版包装方案"
        facts = {"outcome": Outcome.REVISED, "revised_on": on, "revised_by": actor, "note": note}
        enter(Revision(reserve=reserve, year=year, **facts))
        changed(proposal, {"年度修订": [None, f"{year}年度"]})


@operation("projects.interest_recorded", allowed=packs)
def record_interest(
    reserve: ReserveProject,
    *,
    firm_name: str,
    source: str,
    on: date,
    actor: Any,
    push: PublishedProject | None = None,
    reception: Reception | None = None,
    talk: Talk | None = None,
    intended_amount: Decimal | None = None,
) -> Interest:
    """Record an investor that a reserve project drew; the project is in talks from now on."""
    if reserve.state == ReserveProject.State.DROPPED:
        raise Refused("该储备项目已淘汰")
    name = firm_name.strip()
    if reserve.interests.filter(firm_name=name, result=Result.OPEN).exists():
        raise Refused(f"“{name}”已在谈，请在原记录上登记结果")
    interest = enter(
        Interest(
            reserve=reserve,
            firm_name=name,
            firm=Firm.objects.filter(name=name).first(),
            begun_on=on,
            source=source,
            push=push,
            reception=reception,
            talk=talk,
            intended_amount=intended_amount,
        )
    )
    if reserve.state == ReserveProject.State.RESERVED:
        _move(reserve, state=ReserveProject.State.IN_TALKS, actor=actor)
    return interest


@operation("projects.interest_ended", allowed=packs)
def end_interest(
    interest: Interest,
    *,
    result: str,
    on: date,
    why: str,
    reason: str,
    actor: Any,
    project: Project | None = None,
) -> Interest:
    """Record whether an investor signed or was lost, and why; a signed one names the project."""
    if interest.result != Result.OPEN:
        raise Refused(f"这一意向已登记为“{interest.get_result_display()}”")
    if on < interest.begun_on:
        raise Refused(f"结果日期不能早于接洽日期 {interest.begun_on:%Y-%m-%d}")
    if not why:
        raise Refused("请选择主要原因，以便比较哪些项目为何成、为何不成")
    reserve = interest.reserve
    if result == Result.WON:
        if project is None:
            raise Refused("签约的，请指明落成的项目")
        _move(reserve, state=ReserveProject.State.SIGNED, project=project, actor=actor)
    elif result == Result.LOST:
        if not reason.strip():
            raise Refused("流失的，请写明原因")
        others = reserve.interests.filter(result=Result.OPEN).exclude(pk=interest.pk)
        if reserve.state == ReserveProject.State.IN_TALKS and not others.exists():
            _move(reserve, state=ReserveProject.State.RESERVED, actor=actor)
    else:
        raise Refused("请选择签约或流失")
    return amend(interest, {"result": result, "ended_on": on, "why": why, "reason": reason.strip()})


@operation("projects.reserve_amended", allowed=packs)
def _move(reserve: ReserveProject, *, actor: Any, **facts: Any) -> ReserveProject:
    return amend(reserve, facts)

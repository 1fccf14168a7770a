"""Moving an entry on a fair's list: admitted, refused, taken off, signed, linked to a project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wutong.attract.outreach.models import FairEntry
from wutong.attract.projects.access import can_review_fairs, keeps_entries
from wutong.attract.projects.models import FairProject, Project
from wutong.attract.projects.queries.admission import ASKS, FAILS, UNKNOWN, Verdict, screened
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend
from wutong.metrics.operations import first_open, require_open
from wutong.people.access import keeps

State = FairEntry.State
OPEN = (State.PENDING, State.OTHER)


def hold(entry: FairEntry) -> FairEntry:
    """Return the entry as it stands, held against others until this is written."""
    rows: Any = FairEntry.objects.select_for_update(of=("self",)).select_related("edition", "firm")
    held: FairEntry | None = rows.filter(pk=entry.pk).first() if entry.pk else None
    if held is None:
        raise Refused("该节会项目已撤回，请刷新")
    return held


@operation("projects.entry_admitted", allowed=can_review_fairs)
def admit_entry(entry: FairEntry, *, on: date, actor: Any, reason: str = "") -> FairEntry:
    """Put an entry on the list of those to be signed (拟签约), as the rules of admission allow.

    What only a person can judge is judged by the reason that is given.
    """
    held = hold(entry)
    if held.state not in OPEN:
        raise Refused(f"该项目{held.get_state_display()}，只有待审核的可以审核通过")
    verdicts = screened(held, on=on, official=actor)
    wrong = [v for v in verdicts if v.outcome in (FAILS, UNKNOWN)]
    if wrong:
        raise Refused(f"不能列入拟签约：{in_words(wrong)}")
    asks = [v for v in verdicts if v.outcome == ASKS]
    if asks and not reason.strip():
        raise Refused(f"请在审核意见里写明核实情况：{in_words(asks)}")
    return reviewed(held, State.PROPOSED, reason, on, actor)


@operation("projects.entry_rejected", allowed=can_review_fairs)
def reject_entry(entry: FairEntry, *, reason: str, on: date, actor: Any) -> FairEntry:
    """Refuse an entry, or one that was admitted, with the reason for its unit to read."""
    held = hold(entry)
    if held.state not in (*OPEN, State.PROPOSED):
        raise Refused(f"该项目{held.get_state_display()}，不能再退回")
    if not reason.strip():
        raise Refused("请写明未通过的原因，让报送单位知道改什么")
    return reviewed(held, State.REJECTED, reason, on, actor)


def reviewed(entry: FairEntry, state: str, reason: str, on: date, actor: Any) -> FairEntry:
    facts = {"state": state, "reviewed_by": actor, "reviewed_on": on}
    return amend(entry, {**facts, "review_reason": reason.strip()})


@operation("projects.entry_handed_in_again", allowed=keeps_entries)
def hand_in_again(entry: FairEntry, *, actor: Any, note: str = "") -> FairEntry:
    """Put an entry that was refused or taken off before the reviewers once more."""
    held = hold(entry)
    if held.state not in (State.REJECTED, State.WITHDRAWN):
        raise Refused(f"该项目{held.get_state_display()}，不用重新报送")
    return amend(held, {"state": State.PENDING})


@operation("projects.entry_taken_off", allowed=keeps_entries)
def take_off(entry: FairEntry, *, reason: str, actor: Any) -> FairEntry:
    """Take an entry off the list before it is signed: the investor went back on it, say."""
    held = hold(entry)
    if held.state not in (*OPEN, State.PROPOSED):
        raise Refused(f"该项目{held.get_state_display()}，不能退出名单")
    if not reason.strip():
        raise Refused("请写明退出的原因")
    return amend(held, {"state": State.WITHDRAWN})


@operation("projects.entry_signed", allowed=can_review_fairs)
def sign_entry(entry: FairEntry, *, on: date, amount: Decimal, actor: Any) -> FairEntry:
    """Record that a project was signed at the fair, over how many yuan (元).

    In a closed month it counts in the first open one.
    """
    held = hold(entry)
    if held.state != State.PROPOSED:
        raise Refused(f"该项目{held.get_state_display()}，只有拟签约的可以登记签约")
    edition = held.edition
    if edition.held_from and on < edition.held_from:
        raise Refused(f"签约日期不能早于开幕日期{edition.held_from:%Y-%m-%d}")
    if edition.last_day and on > edition.last_day:
        raise Refused(f"签约日期不能晚于闭幕日期{edition.last_day:%Y-%m-%d}")
    if amount <= 0:
        raise Refused("签约金额须大于 0")
    for link in FairProject.objects.filter(entry=held).select_related("project"):
        counted_once(link)
    facts = {"signed_on": on, "signed_amount": amount, "counted_on": first_open(on)}
    return amend(held, {"state": State.SIGNED, **facts})


@operation("projects.entry_signing_undone", allowed=can_review_fairs)
def undo_signing(entry: FairEntry, *, reason: str, actor: Any) -> FairEntry:
    """Take back that an entry was signed, while its month is open."""
    held = hold(entry)
    if held.state != State.SIGNED:
        raise Refused(f"该项目{held.get_state_display()}，没有登记签约")
    if not reason.strip():
        raise Refused("请写明撤销的原因")
    require_open(held.counted_on)
    nothing = {"signed_on": None, "signed_amount": None, "counted_on": None}
    return amend(held, {"state": State.PROPOSED, **nothing})


def in_words(verdicts: list[Verdict]) -> str:
    return "；".join(f"{n}. {v.rule.words}：{v.words}" for n, v in enumerate(verdicts, 1))


# --- which project it became -----------------------------------------------------------------


def counted_once(link: FairProject) -> None:
    """Refuse a project that another edition counts as signed already."""
    others = FairProject.objects.filter(project=link.project_id, entry__state=State.SIGNED)
    other = others.exclude(entry=link.entry_id).select_related("entry__edition").first()
    if other is not None:
        raise Refused(f"项目“{link.project}”已作为{other.entry.edition}的签约项目，不能重复计")


def counted_once_if_signed(link: FairProject) -> None:
    if link.entry.state == State.SIGNED:
        counted_once(link)


def may_link(official: Any, link: FairProject | None) -> bool:
    """Return whether an official keeps both the entry and the project."""
    if link is None or not link.project_id or not link.entry_id:
        return bool(official.holds("projects.keep"))
    own = keeps("projects.keep")
    return own(official, link) and keeps_entries(official, link.entry)


fair_projects = keep(
    FairProject, "projects.fair_project", allowed=may_link, guard=counted_once_if_signed
)


def project_of(entry: FairEntry) -> Project | None:
    """Return the project that an entry became, where it is linked to one."""
    link = FairProject.objects.filter(entry=entry).select_related("project").first()
    return link.project if link else None

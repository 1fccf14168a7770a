"""Which operation records or amends each kind of record from its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import sign_agreement
from wutong.attract.funds.models import Receipt
from wutong.attract.funds.operations import record_receipt
from wutong.attract.leads.models import FollowUp, Lead
from wutong.attract.leads.operations import follow_lead, register_lead
from wutong.attract.outreach.models import FairEntry, TripPlan
from wutong.attract.outreach.operations import fair_entries
from wutong.attract.outreach.operations.planning import draft_plan
from wutong.attract.projects.models import Milestone, Stage
from wutong.attract.projects.operations import leave_project, move_project
from wutong.foundation.imports.applying import standing_on
from wutong.foundation.operations import Refused
from wutong.metrics.operations import first_open
from wutong.sites.desk.queries.pages import Page

Facts = dict[str, Any]


def sign(facts: Facts, actor: Any) -> Any:
    project, on = facts.pop("project"), facts.pop("signed_on")
    return sign_agreement(project, on=on, actor=actor, **facts)


def reach(facts: Facts, actor: Any) -> Any:
    """Move the project: what a ledger brings is as it is, what is typed passes the gates."""
    project, to, on = facts["project"], facts["kind"], facts["happened_on"]
    reason, document = facts["reason"], facts["document"]
    exits = Stage.objects.in_force(on).filter(kind=Stage.Kind.EXIT, code=to)
    if exits.exists():
        return leave_project(project, on=on, reason=reason, document=document, actor=actor)
    return move_project(project, to=to, on=on, document=document, note=reason, actor=actor)


def receive(facts: Facts, actor: Any) -> Any:
    return record_receipt(facts.pop("project"), actor=actor, **facts)


def take_in(facts: Facts, actor: Any) -> Any:
    return register_lead(actor=actor, **facts)


def follow(facts: Facts, actor: Any) -> Any:
    return follow_lead(facts.pop("lead"), actor=actor, **facts)


def enter_fair(facts: Facts, actor: Any) -> Any:
    """Hand an entry in: what is typed waits for its review, whatever a ledger may say of others."""
    return fair_entries.record(actor=actor, state=FairEntry.State.PENDING, **facts)


RECORDING: dict[type[Any], Callable[[Facts, Any], Any]] = {
    Agreement: sign,
    FollowUp: follow,
    Lead: take_in,
    Milestone: reach,
    Receipt: receive,
    TripPlan: lambda facts, actor: draft_plan(actor=actor, **facts),
    FairEntry: enter_fair,
}
DATED = {Agreement: "signed_on", Milestone: "happened_on", Receipt: "placed_on"}


def may_create(page: Page, official: Any) -> bool:
    """Return whether this official may record such a thing, for some unit at least."""
    writable = bool(page.keeping) or page.slug == "rules"
    return writable and bool(page.form) and bool(official.holds(page.ability))


def may_amend(page: Page, record: Any, official: Any) -> bool:
    if page.editable == ():  # what is written once: a milestone
        return False
    return bool(page.keeping and page.form and page.keeping.allowed(official, record))


def recorded(page: Page, facts: Facts, actor: Any) -> Any:
    record = RECORDING.get(page.model)
    return record(facts, actor) if record else page.keeping.record(actor=actor, **facts)


def amended(page: Page, record: Any, facts: Facts, actor: Any) -> Any:
    """Amend a record by what differs; with its day moves the day on which it counts."""
    facts = {name: value for name, value in facts.items() if value != getattr(record, name)}
    day = DATED.get(page.model, "")
    if day in facts:
        facts["counted_on"] = first_open(facts[day]) if facts[day] else None
    return page.keeping.amend(record, actor=actor, **facts)


def withdrawn(page: Page, record: Any, reason: str, actor: Any) -> Any:
    """Withdraw a record, unless others still stand on it."""
    for words in standing_on(page.model, {record.pk}):
        raise Refused(f"还有 {words}引用这条{page.title}，请先撤回它们")
    return page.keeping.withdraw(record, reason=reason, actor=actor)

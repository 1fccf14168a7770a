"""Every way agreements can change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.outreach.models import FairEntry
from wutong.attract.projects.access import can_review_fairs
from wutong.attract.projects.models import Project
from wutong.attract.projects.operations.fairs import project_of, sign_entry
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, operation
from wutong.metrics.operations import first_open, require_open
from wutong.people.access import keeps


def in_open_month(agreement: Agreement) -> None:
    require_open(agreement.counted_on)


agreements = keep(
    Agreement, "agreements.agreement", allowed=keeps("projects.keep"), guard=in_open_month
)

incentive_clauses = keep(IncentiveClause, "agreements.incentive", allowed=keeps("projects.keep"))


def sign_agreement(
    project: Project,
    *,
    kind: str,
    amount: Decimal | None,
    on: date | None,
    actor: Any,
    **facts: Any,
) -> Agreement:
    """Record what was signed for a project, over how many yuan (元), on which day."""
    counted_on = first_open(on) if on else None
    return agreements.record(
        project=project,
        kind=kind,
        amount=amount,
        signed_on=on,
        counted_on=counted_on,
        actor=actor,
        **facts,
    )


def correct_agreement(
    agreement: Agreement, *, to: Decimal, on: date, reason: str, actor: Any
) -> Agreement:
    """Correct the amount (元) of an agreement whose month is closed: the difference counts now."""
    so_far = (agreement.amount or Decimal(0)) + sum(
        (c.amount or Decimal(0)) for c in agreement.corrections.all()
    )
    if to == so_far:
        raise Refused("更正后的金额与现有金额相同")
    return agreements.record(
        project=agreement.project,
        kind=agreement.kind,
        amount=to - so_far,
        signed_on=agreement.signed_on,
        counted_on=first_open(on),
        corrects=agreement,
        note=reason,
        actor=actor,
    )


@operation("agreements.signed_at_fair", allowed=can_review_fairs)
def sign_at_fair(
    entry: FairEntry, *, on: date, amount: Decimal, with_agreement: bool, actor: Any
) -> FairEntry:
    """Record a signing at a fair, and with it the agreement of the project it is linked to.

    An agreement that stands already is left as it is: a project has one.
    """
    signed = sign_entry(entry, on=on, amount=amount, actor=actor)
    if not with_agreement:
        return signed
    project = project_of(signed)
    if project is None:
        raise Refused("还没有关联项目，不能同时登记协议；请先“关联项目”，或不勾选登记协议")
    if not Agreement.objects.filter(project=project, corrects=None).exists():
        kind = signed.agreement_kind or Agreement.Kind.CONTRACT
        note = f"{signed.edition}签约"
        sign_agreement(project, kind=kind, amount=amount, on=on, note=note, actor=actor)
    return signed

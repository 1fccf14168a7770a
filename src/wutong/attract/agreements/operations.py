"""Every way agreements can change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.projects.models import Project
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused
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

"""Which projects count: the sets of the ledger on which figures of projects and funds rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.models import Milestone, Project, Projects
from wutong.foundation.money import MoneyField
from wutong.metrics.asking import Ask


def ledger_projects(ask: Ask) -> Projects:
    """Return the projects no rule excludes, with unit, chain and origin to break down by."""
    return Project.history.known(ask.known_at).counted(ask.rules)


def contracts(ask: Ask, *, since: date | None = None, until: date | None = None) -> Projects:
    """Return ledger projects with a contract, signed (as counted) from `since` to `until`."""
    signed = Agreement.history.known(ask.known_at).filter(
        corrects=None, kind=Agreement.Kind.CONTRACT, project_id=OuterRef("identity")
    )
    if since:
        signed = signed.filter(counted_on__gte=since)
    if until:
        signed = signed.filter(counted_on__lte=until)
    found = ledger_projects(ask).filter(Exists(signed))
    return found.annotate(contracted=Subquery(signed.values("amount")[:1]))


def newly_registered(ask: Ask) -> Projects:
    """Return 新签约入库 projects: contract signed and registered in the period, not ended."""
    since, until = ask.span
    found = contracts(ask, since=since, until=until)
    found = found.reached(Milestone.Kind.REGISTERED, since=since, until=until)
    return found.not_reached(Milestone.Kind.TERMINATED, until=ask.cutoff).annotate(
        registered_on=found.dated(Milestone.Kind.REGISTERED)
    )


def standing_contracts(ask: Ask) -> Projects:
    """Return contracts signed and registered by the cut-off, and not ended."""
    found = contracts(ask, until=ask.cutoff)
    found = found.reached(Milestone.Kind.REGISTERED, until=ask.cutoff)
    return found.not_reached(Milestone.Kind.TERMINATED, until=ask.cutoff)


def contracts_from(source: str, batches: Iterable[int]) -> Any:
    """Return signed contracts of standing projects that came from these batches.

    `source` is the project's link to them (`source_trip`); corrections are not among them, each
    has what it comes to with them as `standing_amount`.
    """
    later = Agreement.objects.filter(corrects=OuterRef("pk")).order_by().values("corrects")
    corrected = Subquery(later.annotate(total=Sum("amount")).values("total"))
    no_more = Coalesce(corrected, Value(0, output_field=MoneyField()))
    return Agreement.objects.filter(
        kind=Agreement.Kind.CONTRACT,
        corrects=None,
        signed_on__isnull=False,
        project__retired_at=None,
        **{f"project__{source}__in": list(batches)},
    ).annotate(standing_amount=ExpressionWrapper(F("amount") + no_more, output_field=MoneyField()))

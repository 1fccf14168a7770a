"""What editions of fairs came to: entries signed, and the projects that followed, with their days.

Rows are those known at the moment asked about, cumulative to the cut-off; `edition_id` breaks them
down.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from wutong.attract.outreach.models import FairEdition, FairEntry
from wutong.attract.projects.models import FairProject, Milestone, Project
from wutong.metrics.asking import Ask
from wutong.people.models import CountyRecords

State = FairEntry.State


def signed_entries(ask: Ask) -> CountyRecords[Any]:
    """Return entries signed by the cut-off, of all editions; a ledger's without a day count, too.

    `signed_total` (元) is what was signed for, else the total investment that was entered.
    """
    known = FairEntry.history.known(ask.known_at).filter(state=State.SIGNED)
    found: CountyRecords[Any] = known.exclude(counted_on__gt=ask.cutoff).annotate(
        signed_total=Coalesce(F("signed_amount"), F("amount"))
    )
    return found


def linked(ask: Ask) -> CountyRecords[FairProject]:
    """Return the links of signed entries to their projects."""
    known = FairProject.history.known(ask.known_at)
    return known.filter(entry_id__in=signed_entries(ask).identities())


def commenced_entries(ask: Ask) -> CountyRecords[Any]:
    """Return signed entries whose project commenced by the cut-off and has not ended."""
    begun = Project.history.known(ask.known_at).reached(Milestone.Kind.COMMENCED, until=ask.cutoff)
    begun = begun.not_reached(Milestone.Kind.TERMINATED, until=ask.cutoff)
    links = linked(ask).filter(project_id__in=begun.identities())
    return signed_entries(ask).among(links.values("entry_id"))


def edition_asked(ask: Ask) -> FairEdition | None:
    """Return the edition that the rule `fair` names."""
    rule = ask.rule("fair")
    known = FairEdition.history.known(ask.known_at)
    return known.filter(fair=rule["fair"], ordinal=rule["ordinal"]).first()


def edition_before(edition: FairEdition | None) -> FairEdition | None:
    """Return the last edition of the same fair before this one, whatever was missed between."""
    if edition is None:
        return None
    earlier = FairEdition.objects.filter(fair=edition.fair, ordinal__lt=edition.ordinal)
    return earlier.order_by("-ordinal").first()

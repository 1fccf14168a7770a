"""What the page of a record shows beside its facts and sections, kind by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from wutong.attract.firms.models import ContactPerson
from wutong.attract.leads.models import Inquiry, Lead
from wutong.attract.outreach.models import (
    FairEntry,
    Interaction,
    Reception,
    Roadshow,
    Station,
    StationReport,
    Trip,
)
from wutong.attract.projects.models import Project, Publication
from wutong.sites.desk.queries.evidence import shelf_of
from wutong.sites.desk.queries.fairs.edition import doubts
from wutong.sites.desk.queries.field.photos import photos_of
from wutong.sites.desk.queries.leads.life import custody_of, lead_life
from wutong.sites.desk.queries.moving import life_of
from wutong.sites.desk.queries.outreach.following import batch_sections, debrief_light, week_section
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.queries.publishing import shown_proofs
from wutong.sites.desk.queries.reach import reach_of
from wutong.sites.desk.views.writing import may_amend

Context = dict[str, Any]


def of_batch(record: Any, official: Any) -> Context:
    today = timezone.localdate()
    return {
        "sections": batch_sections(record, official, today),
        "status": [{"tone": t, "text": text} for t, text in debrief_light(record, today)],
    }


def of_report(record: Any, official: Any) -> Context:
    return {"sections": [week_section(record, official)]}


def of_project(record: Any, official: Any) -> Context:
    may_add = pages["evidence"].keeping.allowed(official, record)
    return {
        "shelf": shelf_of(record, official, may_add),
        **life_of(record, timezone.localdate(), official),
    }


def of_entry(record: Any, official: Any) -> Context:
    return {"verdicts": doubts(record, official)}


def of_publication(record: Any, official: Any) -> Context:
    may_prove = may_amend(pages["publications"], record, official)
    return {"proofs": shown_proofs(record), "may_prove": may_prove}


def of_lead(record: Any, official: Any) -> Context:
    return lead_life(record, timezone.localdate(), official)


def of_person(record: Any, official: Any) -> Context:
    return {"reach": reach_of(record, official)}


def custody(record: Any, official: Any) -> Context:
    return {"custody": custody_of(record, official)}


BESIDE: dict[type[Any], tuple[Callable[[Any, Any], Context], ...]] = {
    ContactPerson: (of_person,),
    Trip: (of_batch,),
    Reception: (of_batch,),
    Station: (of_batch,),
    Roadshow: (of_batch,),
    StationReport: (of_report,),
    Interaction: (photos_of,),
    Project: (of_project, custody),
    FairEntry: (of_entry,),
    Publication: (of_publication,),
    Lead: (of_lead, custody),
    Inquiry: (custody,),
}


def beside(record: Any, official: Any) -> Context:
    """Return what is shown besides; its sections come first, its lights last."""
    found: Context = {}
    for tell in BESIDE.get(type(record), ()):
        found |= tell(record, official)
    return found

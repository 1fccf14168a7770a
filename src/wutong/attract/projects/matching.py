"""Projects in talks hold the first contact with their investor (首谈), as standing leads do."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from wutong.attract.leads.matching import Claim, core_of, register_claims
from wutong.attract.projects.models import Milestone, Project

Kind = Milestone.Kind
TALKING = (Kind.IN_TALKS, Kind.INTENT)
TALKED = (
    Kind.SIGNED, Kind.REGISTERED, Kind.COMMENCED, Kind.IN_PRODUCTION, Kind.AT_CAPACITY,
    Kind.TERMINATED,
)  # fmt: skip


def claims_of_projects() -> Iterator[Claim]:
    """Yield projects in talks, and those that a lead became and that have got no further."""
    steps = Milestone.objects.filter(project=OuterRef("pk"))
    begun = Exists(steps.filter(kind__in=TALKING)) | Q(lead__isnull=False)
    ended = Exists(steps.filter(kind__in=TALKED))
    found = Project.objects.filter(begun).exclude(ended)
    talks = Milestone.objects.filter(project__in=found, kind__in=TALKING)
    first = dict(talks.order_by("-happened_on").values_list("project_id", "happened_on"))
    for project in found.select_related("investor", "lead_unit", "lead").order_by("pk"):
        since = project.lead.first_met_on if project.lead else first.get(project.pk)
        yield Claim(
            unit_id=project.lead_unit_id,
            unit=project.lead_unit.short_name or project.lead_unit.name,
            since=since,
            firm_id=project.investor_id,
            firm=core_of(project.investor.name if project.investor else ""),
            title=core_of(project.name),
        )


register_claims(claims_of_projects)

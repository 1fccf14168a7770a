"""Major projects: what the county's list asks for, and which projects could be on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from wutong.attract.projects.models import MajorTag, Milestone, Project, Projects, Stage
from wutong.metrics.models import Rule

COUNTY_FLOOR = "county_listed_amount"


def county_floor(on: date) -> Decimal:
    """Return the total investment (元) from which a project may be the county's major."""
    rule = Rule.objects.in_force(on).filter(code=COUNTY_FLOOR).order_by("since").last()
    return Decimal(str(rule.value)) if rule else Decimal(0)


def could_be_major(on: date) -> Projects:
    """Return the projects at or above the county's floor that are on no list and have not left."""
    exits = Stage.objects.filter(kind=Stage.Kind.EXIT).values("code")
    gone = Milestone.objects.filter(project=OuterRef("pk"), kind__in=exits, happened_on__lte=on)
    tagged = MajorTag.objects.filter(project=OuterRef("pk"))
    found = Project.objects.filter(total_investment__gte=county_floor(on))
    return found.filter(~Exists(gone), ~Exists(tagged))

"""Which project an entry of a fair became (节会项目关联)."""

from __future__ import annotations

from django.db import models

from wutong.attract.outreach.models import FairEntry
from wutong.attract.projects.models.life import Project
from wutong.people.models import CountyRecord


class FairProject(CountyRecord):
    """That an entry on a fair's list and a project are the same thing.

    An entry has one project; a project may have been entered at several editions, signed at one.
    """

    scope = "project__lead_unit"
    entry = models.ForeignKey(
        FairEntry, models.PROTECT, related_name="links", verbose_name="节会项目"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="fair_links", verbose_name="项目"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "节会项目关联"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=models.Q(version_of=None, retired_at=None),
                name="entry_linked_once",
                violation_error_message="该节会项目已关联项目，请先撤回原来的关联",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry.edition} {self.project}"

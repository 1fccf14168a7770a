"""What reports and templates are held against: the digest, the trail, the text as shipped."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from wutong.foundation.audit.models import Trail
from wutong.metrics.defaults import BEGINNING
from wutong.steer.bulletins.models import Report, Template


def digest_of(answer: Any) -> str:
    """Return the SHA-256 (hex) of a report's answer, or of its rows, keys in order."""
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def what_is_wrong(report: Report) -> list[str]:
    """Return what no longer agrees with the day a report was finalised; nothing when it is sound.

    Its answer must give its digest, its readings the rows of the answer, its title and text be
    those of the answer, and the trail have noted the same digest.
    """
    answer, found = report.answer, []
    if digest_of(answer) != report.digest:
        found.append("读数和正文与摘要不符")
    if (report.title, report.text) != (answer.get("title"), answer.get("text")):
        found.append("标题或正文与定稿时的不符")
    rows = {reading.slot: reading.rows for reading in report.readings.all()}
    if digest_of(rows) != answer.get("rows_digest"):
        found.append("构成行与定稿时的不符")
    kind = ContentType.objects.get_for_model(Report)
    noted = Trail.objects.filter(kind=kind, key=report.pk, action="bulletins.finalised").first()
    if noted is None or noted.changes.get("digest", [None])[-1] != report.digest:
        found.append("摘要与留痕所记的不符")
    return found


def shipped(template: Template) -> Template | None:
    """Return the template as it came with the software; None for one the county made."""
    versions = Template.history.filter(Q(pk=template.pk) | Q(version_of=template.pk))
    first: Template | None = versions.filter(known_at=BEGINNING).first()
    return first

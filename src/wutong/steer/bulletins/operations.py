"""Every way templates and reports can change."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import wraps
from hashlib import sha256
from typing import Any

from django.utils import timezone

from wutong.foundation.audit.seals import latest_digest
from wutong.foundation.documents.prose import BadTemplate, Prose
from wutong.foundation.keeping import keep, kept
from wutong.foundation.operations import Refused, operation
from wutong.metrics.asking import Ask
from wutong.metrics.registry import catalogue
from wutong.steer.bulletins.access import can_edit, can_finalise
from wutong.steer.bulletins.models import Reading, Report, Template
from wutong.steer.bulletins.queries import Answer, latest, read_report, rows_behind

LONGEST = 200_000


def readable(template: Template) -> None:
    """Refuse a template that says what it should not, or names figures that do not exist."""
    if len(template.text) > LONGEST:
        raise Refused(f"正文过长（{len(template.text)}字），最多{LONGEST}字")
    for part, text in (("标题", template.title), ("正文", template.text)):
        try:
            Prose(text).require(catalogue)
        except BadTemplate as error:
            raise Refused(f"{part}{error}") from error


_kept = keep(Template, "bulletins.template", allowed=can_edit)


@wraps(_kept.record)
def _record(*, actor: Any, **facts: Any) -> Template:
    readable(_drafted(Template(), facts))
    return _kept.record(actor=actor, **facts)


@wraps(_kept.amend)
def _amend(template: Template, /, *, actor: Any, **facts: Any) -> Template:
    # What is written is checked, not what stood before: a template that has become unreadable
    # (a figure it names is gone) must still be mendable.
    readable(_drafted(template, facts))
    return _kept.amend(template, actor=actor, **facts)


def _drafted(template: Template, facts: dict[str, Any]) -> Template:
    return Template(title=facts.get("title", template.title), text=facts.get("text", template.text))


templates = replace(_kept, record=_record, amend=_amend)
kept[Template] = templates


@operation("bulletins.finalised", allowed=can_finalise)
def finalise_report(template: Template, *, ask: Ask, actor: Any, reason: str = "") -> Report:
    """Freeze a report (定稿): its text, every reading, and the identities of the rows behind.

    A slot without data blocks it. Where the period has been finalised before, this is the next
    version beside it, and needs a reason.
    """
    ask = frozen(ask)
    before = latest(template.code, ask)
    if before is not None and not reason.strip():
        raise Refused(f"该期报告已定稿（第{before.version}版）；再次定稿为更正，请写明更正原因")
    try:
        answer = read_report(template, ask)
    except BadTemplate as error:
        raise Refused(f"模板有误，不能定稿：{error}") from error
    if answer.lacks_title:
        raise Refused(f"标题还有待填，不能定稿：{answer.title}")
    if answer.missing:
        names = "、".join(slot.label for slot in answer.missing[:5])
        raise Refused(f"还有{len(answer.missing)}处待填，不能定稿：{names}")
    report = Report(
        template_code=template.code,
        first_day=ask.period.first,
        last_day=ask.period.last,
        cutoff=ask.cutoff,
        known_at=ask.known_at,
        version=before.version + 1 if before else 1,
        title=answer.title,
        text=answer.text,
        reason=reason,
        finalised_by=actor,
        trail_digest=latest_digest()[1],
    )
    readings = [_reading(report, slot.id, answer) for slot in answer.slots]
    report.answer = {
        **answer.as_json(),
        "pieces": answer.pieces,
        "rows": {reading.slot: [row[:2] for row in reading.rows] for reading in readings},
    }
    report.digest = digest_of(report.answer)
    report.save()
    Reading.objects.bulk_create(readings)
    return report


def frozen(ask: Ask) -> Ask:
    """Return the ask as known at some moment up to now, so that its rows can be read again."""
    now = timezone.now()
    return replace(ask, known_at=min(ask.known_at or now, now))


def _reading(report: Report, slot_id: str, answer: Answer) -> Reading:
    slot = next(s for s in answer.slots if s.id == slot_id)
    told = "、".join(slot.value) if isinstance(slot.value, list) else slot.value or ""
    return Reading(
        report=report,
        slot=slot.id,
        figure=slot.figure,
        value=told[:400],
        unit=slot.unit,
        text=slot.text,
        rows=rows_behind(catalogue[slot.figure], answer.ask),
    )


def digest_of(answer: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of a report's answer, keys in order."""
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()

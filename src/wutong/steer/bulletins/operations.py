"""Every way templates and reports can change."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from wutong.foundation.audit.seals import latest_digest
from wutong.foundation.documents.prose import BadTemplate, Prose
from wutong.foundation.keeping import keep, kept
from wutong.foundation.operations import Refused, changed, operation
from wutong.foundation.records import amend
from wutong.metrics.asking import Ask
from wutong.metrics.registry import catalogue
from wutong.steer.bulletins.access import can_edit, can_finalise
from wutong.steer.bulletins.models import Reading, Report, Template
from wutong.steer.bulletins.queries import (
    Answer,
    digest_of,
    latest,
    read_report,
    rows_behind,
    shipped,
)

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


@operation("bulletins.template_restored", allowed=can_edit)
def restore_template(template: Template, *, actor: Any) -> Template:
    """Give a template the text back with which it was shipped; what it said stays on record."""
    first = shipped(template)
    if first is None:
        raise Refused("这个模板不是随软件提供的，没有原样可以恢复")
    return amend(template, {"title": first.title, "text": first.text, "slots": first.slots})


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
    known_at = min(ask.known_at or timezone.now(), timezone.now())
    ask = replace(ask, known_at=known_at)  # some moment up to now: its rows can be read again
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
        names = "、".join(f"{slot.label}（{slot.id}）" for slot in answer.missing)
        raise Refused(f"还有{len(answer.missing)}处待填，不能定稿：{names}")
    report = Report(
        template_code=template.code,
        first_day=ask.period.first,
        last_day=ask.period.last,
        cutoff=ask.cutoff,
        known_at=known_at,
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
        "rows_digest": digest_of({reading.slot: reading.rows for reading in readings}),
    }
    report.digest = digest_of(report.answer)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise Refused("该期报告刚刚由他人定稿，请打开最新的一版核对") from error
    Reading.objects.bulk_create(readings)
    # On the trail, which nobody can rewrite: a version that was tampered with shows against it.
    changed(report, {"version": [None, report.version], "digest": [None, report.digest]})
    return report


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

"""Reports as files: Word, PDF, Excel annex, JSON, HTML; of a draft and of a frozen version."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from wutong.foundation.documents.composition import Composition
from wutong.foundation.documents.pages import to_html_page
from wutong.foundation.documents.pdf import NoFont, npm_fonts, to_pdf
from wutong.foundation.documents.sheets import to_xlsx
from wutong.foundation.documents.word import to_docx
from wutong.foundation.operations import Refused
from wutong.metrics.registry import catalogue
from wutong.metrics.sheets import annex
from wutong.sites.desk.queries.reports import (
    frozen_composition,
    frozen_json,
    frozen_sheets,
    live_footer,
)
from wutong.steer.bulletins.models import Report
from wutong.steer.bulletins.queries import Answer

# what it is called, with which icon, and its content type
FORMATS = {
    "docx": (
        "Word",
        "file-type-docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": ("PDF", "file-type-pdf", "application/pdf"),
    "xlsx": (
        "Excel 附件（逐项构成）",
        "file-spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "json": ("JSON（机器读）", "braces", "application/json"),
    "html": ("网页", "file-type-html", "text/html; charset=utf-8"),
}


def document(composition: Composition, form: str) -> bytes:
    if form == "docx":
        return to_docx(composition)
    if form == "html":
        return to_html_page(composition).encode()
    try:
        return to_pdf(composition, font_dirs=npm_fonts(settings.NODE_MODULES))
    except NoFont as error:
        raise Refused(str(error)) from error


def sent(content: bytes, form: str, name: str) -> HttpResponse:
    reply = HttpResponse(content, content_type=FORMATS[form][2])
    disposition = content_disposition_header(True, f"{name}.{form}")
    reply["Content-Disposition"] = disposition or "attachment"
    return reply


def live_file(answer: Answer, form: str, official: Any) -> HttpResponse:
    if form not in FORMATS:
        raise Http404(form)
    if form == "json":
        made = (json.dumps(answer.as_json(), ensure_ascii=False, indent=2) + "\n").encode()
    elif form == "xlsx":
        slots = [(slot.id, catalogue[slot.figure]) for slot in answer.slots]
        made = annex(slots, answer.ask, official)
    else:
        made = document(answer.composition(footer=live_footer(answer)), form)
    return sent(made, form, f"{named(answer.title)}（未定稿）")


def frozen_file(report: Report, form: str, official: Any) -> HttpResponse:
    if form not in FORMATS:
        raise Http404(form)
    if form == "json":
        made = frozen_json(report, official)
    elif form == "xlsx":
        stream = BytesIO()
        to_xlsx(frozen_sheets(report, official), stream)
        made = stream.getvalue()
    else:
        made = document(frozen_composition(report), form)
    return sent(made, form, f"{named(report.title)}（第{report.version}版）")


def named(title: str) -> str:
    """Return a title as a file may be called."""
    return "".join(char for char in title if char not in '\\/:*?"<>|\r\n')[:80]

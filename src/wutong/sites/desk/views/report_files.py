"""Reports as files: Word, PDF, Excel annex, JSON, HTML; of a draft and of a frozen version."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from wutong.foundation.documents.composition import Composition
from wutong.foundation.documents.pages import to_html_page
from wutong.foundation.documents.pdf import NoFont, npm_fonts, to_pdf
from wutong.foundation.documents.sheets import SheetSpec, to_xlsx
from wutong.foundation.documents.word import to_docx
from wutong.foundation.operations import Refused
from wutong.sites.desk.queries.figures import Question
from wutong.sites.desk.queries.reports import (
    frozen_composition,
    frozen_json,
    frozen_sheets,
    live_footer,
    live_json,
    live_sheets,
)
from wutong.steer.bulletins.models import Report
from wutong.steer.bulletins.queries import Answer

# What each is called, with which icon, and its content type.
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

OWN_ROWS = "xlsx"  # the one file that every official may have: the rows of their own scope


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


def workbook(sheets: Iterable[SheetSpec]) -> bytes:
    stream = BytesIO()
    to_xlsx(sheets, stream)
    return stream.getvalue()


def live_file(answer: Answer, question: Question, form: str, official: Any) -> HttpResponse:
    if form == "json":
        made = live_json(answer, official)
    elif form == "xlsx":
        made = workbook(live_sheets(answer, question, official))
    else:
        made = document(answer.composition(footer=live_footer(answer)), form)
    return sent(made, form, f"{named(answer.title)}（未定稿）")


def frozen_file(report: Report, form: str, official: Any) -> HttpResponse:
    if form == "json":
        made = frozen_json(report, official)
    elif form == "xlsx":
        made = workbook(frozen_sheets(report, official))
    else:
        made = document(frozen_composition(report), form)
    return sent(made, form, f"{named(report.title)}（第{report.version}版）")


def named(title: str) -> str:
    """Return a title as a file may be called."""
    return "".join(char for char in title if char not in '\\/:*?"<>|\r\n')[:80]

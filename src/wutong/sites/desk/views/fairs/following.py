"""What followed from the editions of a fair, side by side, as page and as Excel."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wutong.attract.outreach.models import FairEdition
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.fairs.followup import (
    COMMENCED,
    EDITIONS,
    FUNDS,
    HALVES,
    Followup,
    sheet_of,
)
from wutong.sites.desk.queries.figures import written
from wutong.sites.desk.views.report_files import sent, workbook


def asked(request: OfficialRequest) -> tuple[list[str], str, list[FairEdition]]:
    """Return all fairs, the one asked for, and its editions, the latest first."""
    fairs = list(dict.fromkeys(FairEdition.objects.values_list("fair", flat=True)))
    fair = request.GET.get("fair", "")
    fair = fair if fair in fairs else next(iter(fairs), "")
    editions = FairEdition.objects.filter(fair=fair).order_by("-ordinal")[:EDITIONS]
    return fairs, fair, list(editions)


def page(request: OfficialRequest) -> HttpResponse:
    fairs, fair, editions = asked(request)
    lines = Followup(request.user).lines(editions)
    context: dict[str, Any] = {
        "title": "节会签约项目跟踪",
        "fair": fair,
        "tabs": [
            {"label": each, "url": f"?fair={each}", "is_current": each == fair} for each in fairs
        ],
        "lines": lines,
        "heads": [f"第{number}个半年" for number in range(1, HALVES + 1)],
        "codes": {"commenced": COMMENCED, "funds": FUNDS},
        "own_only": not request.user.sees_county,
        "today": timezone.localdate(),
    }
    return render(request, "desk/fairs/followup.html", context)


def export(request: OfficialRequest) -> HttpResponse:
    _, fair, editions = asked(request)
    today = timezone.localdate()
    notes = [
        "各半年为截至该日的累计数；末月已关账的半年，按关账时掌握的记录",
        f"导出日期：{today}　导出人：{request.user}"
        + ("" if request.user.sees_county else "　只计您单位的项目"),
    ]
    sheet = sheet_of(Followup(request.user).lines(editions), notes)
    return sent(workbook([sheet]), "xlsx", f"{written(fair)}签约项目跟踪_{today:%Y%m%d}")

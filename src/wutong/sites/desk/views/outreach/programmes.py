"""A reception's programme (接待方案) as Word or PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from wutong.attract.outreach.models import Reception
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.outreach.programme import programme_of
from wutong.sites.desk.views.report_files import document, named, sent


def programme(request: OfficialRequest, key: int, form: str) -> HttpResponse:
    seen = Reception.objects.visible_to(request.user).select_related("lead_unit", "host")
    reception = get_object_or_404(seen, pk=key)
    signed_by = str(reception.lead_unit or "")
    made = document(programme_of(reception, request.user, signed_by), form)
    return sent(made, form, named(f"接待方案_{reception.code}"))

"""A firm's page, also under the key of an entry merged into it; its dossier (一企一档)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wutong.attract.firms.models import Firm
from wutong.attract.firms.queries import merged_into
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.dossier.firm import firm_dossier
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.views.records import detail


def page(request: OfficialRequest, key: int) -> HttpResponse:
    """Show a firm; where the entry was merged into another, go there."""
    kept = merged_into(key)
    if kept is None or kept.pk == key:
        return detail(request, pages["firms"], key)
    messages.info(request, f"原来的登记已并入“{kept}”。")
    return redirect(f"/firms/{kept.pk}/")


def dossier(request: OfficialRequest, key: int) -> HttpResponse:
    rows = Firm.objects.visible_to(request.user).select_related("group", "parent")
    firm = get_object_or_404(rows, pk=key)
    today = timezone.localdate()
    told = firm_dossier(firm, request.user, today)
    context = {"title": str(firm), "firm": firm, "dossier": told, "today": today}
    return render(request, "desk/firms/dossier.html", context)

"""The search page, and the names offered below a box that finds records by name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from wutong.foundation.search.names import is_pinyin
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.fields import detail, written
from wutong.sites.desk.queries.listing import searched
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.queries.searching import search

OFFERED = 15


def results(request: OfficialRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = search(request.user, text)
    if len(found) == 1 and found[0].count == 1:
        return redirect(found[0].rows[0].url)  # the only answer is the answer
    total = sum(each.count for each in found)
    context = {"title": "搜索", "text": text, "found": found, "total": total}
    return render(request, "desk/search.html", context)


def names(request: OfficialRequest, slug: str) -> HttpResponse:
    """Offer the first records whose name contains, or sounds like, what has been typed."""
    page = pages.get(slug)
    if page is None:
        raise Http404
    texts = [str(typed) for typed in request.GET.values()]
    text = next((typed for typed in texts if typed.strip()), "")
    rows = searched(page, page.model.objects.visible_to(request.user), text)
    found = rows[:OFFERED] if text else []
    typed = f"（{text}）" if is_pinyin(text) else ""  # browsers offer what contains what was typed
    options = [(written(each), f"{detail(each)}{typed}") for each in found]
    return render(request, "desk/names.html", {"options": options})

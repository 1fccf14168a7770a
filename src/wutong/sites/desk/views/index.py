"""All kinds of records (全部台账), with how many of each this official may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.views.writing import may_create

COLUMNS = [Column("kind", "台账"), Column("count", "记录数", numeric=True), Column("new", "")]


def listing(request: OfficialRequest) -> HttpResponse:
    rows = []
    for page in pages.values():
        count = page.model.objects.visible_to(request.user).order_by().count()
        new = Cell("新建", url=f"/{page.slug}/new/") if may_create(page, request.user) else Cell("")
        shown = Cell(f"{count:,}", numeric=True)
        rows.append(Row([Cell(page.title), shown, new], url=f"/{page.slug}/"))
    context = {"title": "全部台账", "columns": COLUMNS, "rows": rows}
    return render(request, "desk/records.html", context)

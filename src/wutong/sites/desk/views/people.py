"""Contact persons: how they are reached, opened on the trail; their export, with a right."""

from __future__ import annotations

from dataclasses import replace
from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wutong.attract.firms.access import EXPORT, open_to_export
from wutong.attract.firms.models import ContactPerson
from wutong.attract.firms.operations import export_people, open_person
from wutong.foundation.documents.sheets import to_xlsx
from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ExportForm
from wutong.sites.desk.queries.columns import Shown
from wutong.sites.desk.queries.listing import export_columns, sheet_of
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.queries.reach import values_of
from wutong.sites.desk.views.records import XLSX, asked_rows

UNCACHED = "private, no-store"


@require_http_methods(["GET", "POST"])
def opening(request: OfficialRequest, key: int) -> HttpResponse:
    """Show how a person is reached, once, to who may see it; asked again, it is told again."""
    seen = ContactPerson.objects.visible_to(request.user).select_related("firm", "unit")
    person = get_object_or_404(seen, pk=key)
    if request.method != "POST":
        return redirect(f"/contact-persons/{key}/")
    open_person(person, actor=request.user)
    context = {"title": str(person), "person": person, "lines": values_of(person)}
    reply = render(request, "desk/firms/opened.html", context)
    reply["Cache-Control"] = UNCACHED
    return reply


def export(request: OfficialRequest) -> HttpResponse | FileResponse:
    """Send the list as it is filtered, unmasked, once the purpose has been written down."""
    if not request.user.holds(EXPORT):
        raise PermissionDenied(EXPORT)
    page = pages["contact-persons"]
    rows, filters = asked_rows(request, page)
    rows = rows.filter(open_to_export(request.user))
    form = ExportForm(request.POST or None)
    asked = "；".join(filter(None, [filters.in_words(), request.GET.get("q", "")]))
    if form.is_valid():
        try:
            taken = export_people(
                rows, asked=asked, purpose=form.cleaned_data["purpose"], actor=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return sent(request, rows.filter(pk__in=[each.pk for each in taken]), asked)
    context = {
        "title": "导出联系方式",
        "form": form,
        "submit": "导出 Excel",
        "intro": f"将导出 {rows.count()} 位联系人的完整电话、微信、邮箱（条件：{asked or '全部'}；"
        "只含您有权导出的单位）。一般用途请用列表上的“导出 Excel”，其中联系方式已隐去。",
        "cancel_url": "/contact-persons/",
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


def sent(request: OfficialRequest, rows: object, asked: str) -> FileResponse:
    page, now = pages["contact-persons"], timezone.localtime()
    notes = [
        f"导出时间：{now:%Y-%m-%d %H:%M}　导出人：{request.user}",
        f"条件：{asked or '全部'}；含个人信息，按登记的用途使用，用毕删除",
    ]
    stream = TemporaryFile()  # noqa: SIM115 (closed by the response)
    columns = [in_full(column) for column in export_columns(page)]
    to_xlsx([sheet_of(page, rows, notes, columns)], stream)  # type: ignore[arg-type]
    stream.seek(0)
    name = f"联系方式_{now:%Y%m%d}.xlsx"
    reply = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
    reply["Cache-Control"] = UNCACHED
    return reply


def in_full(column: Shown) -> Shown:
    return replace(column, text=str) if column.kind == "personal" else column

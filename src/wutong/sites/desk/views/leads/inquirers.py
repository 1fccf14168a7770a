"""Opening what an inquirer left to be reached by: seen once, and on record who saw it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from wutong.attract.leads.access import keeps_leads
from wutong.attract.leads.models import Inquiry
from wutong.attract.leads.operations import open_inquirer
from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm


@never_cache
def opening(request: OfficialRequest, key: int) -> HttpResponse:
    inquiry = get_object_or_404(Inquiry.objects.visible_to(request.user), pk=key)
    if not keeps_leads(request.user, inquiry):
        raise PermissionDenied("leads.keep")
    form = ReasonForm(request.POST or None)
    back = f"/inquiries/{inquiry.pk}/"
    if form.is_valid():
        try:
            open_inquirer(inquiry, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"title": f"联系方式：{inquiry}", "inquiry": inquiry, "back": back}
            return render(request, "desk/leads/inquirer.html", context)
    context = {
        "title": f"查看联系方式：{inquiry}",
        "form": form,
        "submit": "查看",
        "intro": "电话、微信、邮箱是个人信息，平时只显示一部分；谁、何时、为何查看，都会留痕。",
        "cancel_url": back,
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)

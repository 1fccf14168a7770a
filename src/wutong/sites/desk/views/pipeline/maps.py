"""The county's map (县域地图): where the projects stand, its outlines, and loading them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.people.operations import load_map
from wutong.people.queries import LARGEST
from wutong.sites.desk.forms.pipeline import MapForm
from wutong.sites.desk.queries.pipeline.maps import drawing_of, latest_map
from wutong.sites.desk.views.pipeline.asking import asked_projects, tabs

FILTERS = ("unit", "chain", "level", "year", "stage", "on")


def places(request: OfficialRequest) -> HttpResponse:
    rows, form = asked_projects(request, FILTERS)
    context = {
        "title": "项目地图",
        "tabs": tabs("pipeline-map"),
        "form": form,
        "on": form.frame.on,
        "drawing": drawing_of(rows, form.asked),
        "may_load": request.user.may("people.keep"),
    }
    return render(request, "desk/pipeline/map.html", context)


@cache_control(private=True, max_age=86_400)
def boundaries(request: OfficialRequest, digest: str) -> JsonResponse:
    """Send the outlines; the address has their digest, so that a browser may keep them."""
    chart = latest_map()
    if chart is None or chart.digest != digest:
        raise Http404(digest)
    return JsonResponse(chart.boundaries)


def loading(request: OfficialRequest) -> HttpResponse:
    if not request.user.may("people.keep"):
        raise PermissionDenied("people.keep")
    form = MapForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            loaded = load_map(
                name=form.cleaned_data["name"],
                source=form.cleaned_data["source"],
                content=file.read(LARGEST + 1),
                actor=request.user,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"已载入地图，共 {loaded.shapes} 个图形。")
            return redirect("pipeline-map")
    status = 422 if request.method == "POST" else 200
    context = {"title": "载入县域地图", "form": form, "cancel_url": "/pipeline/map/"}
    return render(request, "desk/edit.html", context, status=status)

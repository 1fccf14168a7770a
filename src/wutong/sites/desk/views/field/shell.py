"""The phone's pages, the same for everybody; the worker that keeps them; how they are installed.

They are open to all, so that a phone whose session has ended in a taxi still opens them and goes
on noting down; whatever is the county's comes in JSON, to who is signed in (asking.py).
"""

from __future__ import annotations

import json

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wutong.sites.desk.queries.field import shell

# On these pages alone: the worker and the manifest are our own, and a photo that is not sent yet
# is shown from the phone's memory (blob:).
PHONE = {"worker-src": [SELF], "manifest-src": [SELF], "img-src": ["blob:"]}


@login_not_required
@require_safe
@never_cache
@csp_update(PHONE)  # type: ignore[arg-type]
def page(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(shell.page(name))


@login_not_required
@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """Send the worker; its text changes with the version, and so the phone fetches all anew."""
    told = {
        "version": shell.version(),
        "pages": [reverse(name) for name in shell.PAGES],
        "files": shell.addresses(),
    }
    lines = [
        f"self.SHELL = {json.dumps(told)};",
        f"importScripts({json.dumps(static('vendor/idb/umd.js'))});",
        f"importScripts({json.dumps(static('desk/field/store.js'))});",
        f"importScripts({json.dumps(static('desk/field/sending.js'))});",
        f"importScripts({json.dumps(static(shell.WORKER))});",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Say how the pages are installed. The scope is the whole desk: signing in stays inside."""
    start = reverse("field")
    sizes = (("192", "any"), ("512", "any"), ("512", "maskable"))
    icons = [
        {
            "src": static(f"desk/field/icon-{'maskable-' * (use == 'maskable')}{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for size, use in sizes
    ]
    told = {
        "id": start,
        "name": "梧桐外勤",
        "short_name": "外勤",
        "description": "驻点、外出时随手记一笔，没有信号也不丢",
        "lang": "zh-Hans",
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6f5",
        "theme_color": "#12695a",
        "icons": icons,
        "shortcuts": [{"name": "记一笔", "url": reverse("field-log")}],
    }
    return JsonResponse(told, content_type="application/manifest+json")

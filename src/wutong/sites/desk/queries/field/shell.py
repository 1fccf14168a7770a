"""The shell of the phone's pages: what the worker keeps on the phone, and under which version.

Pages and files are the same for everybody; nothing of an official or of the county is in them.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from wutong.attract.outreach.models import Interaction

PAGES = {
    "field": "desk/field/home.html",
    "field-log": "desk/field/log.html",
    "field-outbox": "desk/field/outbox.html",
    "field-steps": "desk/field/steps.html",
    "field-packs": "desk/field/packs.html",
}
FILES = (
    "vendor/idb/umd.js",
    "vendor/qr/decode.js",
    "vendor/qr/index.js",
    "ui/leaf.svg",
    *(f"desk/field/{name}.js" for name in ("store", "sending", "shell", "firms", "code", "scan")),
    *(
        f"desk/field/{name}.js"
        for name in ("photos", "log", "home", "outbox", "steps", "keeping", "packs")
    ),
    "desk/field/field.css",
    "desk/field/icon-192.png",
)
WORKER = "desk/field/worker.js"


def page(name: str) -> str:
    """Return the text of a page of the shell; it is told nothing of who asks."""
    return render_to_string(PAGES[name], {"kinds": Interaction.Kind.choices})


def addresses() -> list[str]:
    return [static(name) for name in FILES]


def version() -> str:
    """Return the digest of pages and files: it changes when any of them does."""
    return worked_out() if settings.DEBUG else remembered()


def worked_out() -> str:
    digest = sha256()
    for name in PAGES:
        digest.update(page(name).encode())
    for name in (*FILES, WORKER):
        found = finders.find(name)
        digest.update(name.encode())
        digest.update(Path(found).read_bytes() if isinstance(found, str) else b"missing")
    return digest.hexdigest()[:16]


remembered = cache(worked_out)

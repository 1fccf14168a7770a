"""Form controls (控件): Django's widgets dressed for our pages, without a form knowing of it.

A widget's attrs may ask for more: `data-unit="万元"` writes a unit behind the control,
`data-wide` gives it a whole row, `data-drop` ("" or "folder") makes a file input a drop zone.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def dress(bound: BoundField, *, unit: str = "", wide: bool = False) -> dict[str, Any]:
    """Return what `ui/field.html` draws: kind, control, label, help and errors with their ids."""
    widget = bound.field.widget
    helped = f"{bound.auto_id}-help" if bound.help_text else ""
    faulty = f"{bound.auto_id}-errors" if bound.errors else ""
    extra: dict[str, str | bool] = {}
    if described := " ".join(filter(None, (faulty, helped))):
        extra["aria-describedby"] = described
    if bound.errors:
        extra["aria-invalid"] = "true"
    kind = prepare(widget)
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=extra),
        "help_id": helped,
        "errors_id": faulty,
        "unit": unit or widget.attrs.get("data-unit", ""),
        "wide": wide or "data-wide" in widget.attrs or kind in ("drop", "text"),
    }


def prepare(widget: forms.Widget) -> str:
    """Give the widget its class and type; return how its field is laid out."""
    if isinstance(widget, CHOICES):
        add_class(widget, "form-check-input")
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        add_class(widget, "form-check-input")
        return "check"
    if isinstance(widget, forms.Select):
        add_class(widget, "form-select")
        widget.attrs.setdefault("data-search", "")
        return "select"
    add_class(widget, "form-control")
    if isinstance(widget, forms.FileInput):
        return "drop" if "data-drop" in widget.attrs else "file"
    if isinstance(widget, forms.Textarea):
        if int(widget.attrs.get("rows", 10)) == 10:  # Django's own default is too tall
            widget.attrs["rows"] = "4"
        return "text"
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.NumberInput):
        add_class(widget, "is-numeric")
    return "line"


def add_class(widget: forms.Widget, name: str) -> None:
    given = str(widget.attrs.get("class", "")).split()
    if name not in given:
        widget.attrs["class"] = " ".join([*given, name])


def sections(form: forms.BaseForm) -> list[tuple[str, list[BoundField]]]:
    """Return the visible fields below their headings.

    A form may say `groups = [("基本情况", ["name", "unit"]), …]`; what it forgets comes last.
    """
    visible = {bound.name: bound for bound in form.visible_fields()}
    told = [
        (title, [visible.pop(name) for name in names if name in visible])
        for title, names in getattr(form, "groups", [])
    ]
    rest = [("其他" if told else "", list(visible.values()))] if visible else []
    return [(title, fields) for title, fields in told + rest if fields]

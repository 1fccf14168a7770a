"""Fields that hold the code of a row which a county names, and may name anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models


class NamedCodeField(models.CharField):  # type: ignore[type-arg]
    """A code, shown by the name that its row has now; `names` gives the names of all codes."""

    names: Callable[[], dict[str, str]]

    def __init__(self, *given: Any, **options: Any) -> None:
        options["choices"] = lambda: list(type(self).names().items())
        super().__init__(*given, **options)

    def _check_choices(self) -> list[Any]:
        return []  # Django would ask for them before there is a database

    def deconstruct(self) -> Any:
        name, path, given, options = super().deconstruct()
        options.pop("choices", None)  # rows, not code: no migration follows a new name
        return name, path, given, options

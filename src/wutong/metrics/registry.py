"""The catalogue of figures, filled by each app's `metrics.py`."""

from typing import TypeVar

from django.utils.module_loading import autodiscover_modules

from wutong.metrics.engine import Figure, Metric

F = TypeVar("F", bound=Figure)

catalogue: dict[str, Figure] = {}


def register(figure: F) -> F:
    if figure.code in catalogue:
        raise ValueError(f"figure {figure.code!r} is defined twice; each is defined once")
    catalogue[figure.code] = figure
    return figure


def metric(code: str) -> Metric:
    """Return the count or sum called `code`; a LookupError names what is not one."""
    found = catalogue.get(code)
    if not isinstance(found, Metric):
        raise LookupError(f"{code} 不是计数或求和指标")
    return found


def discover() -> None:
    autodiscover_modules("metrics")

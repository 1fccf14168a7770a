from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "wutong.metrics"
    label = "metrics"
    verbose_name = "指标"

    def ready(self) -> None:
        from wutong.metrics.registry import discover

        discover()

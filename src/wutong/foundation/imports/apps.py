from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "wutong.foundation.imports"
    label = "imports"
    verbose_name = "台账导入"

    def ready(self) -> None:
        from wutong.foundation.imports.kinds import discover

        discover()

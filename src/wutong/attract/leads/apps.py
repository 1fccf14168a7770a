from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LeadsConfig(AppConfig):
    name = "wutong.attract.leads"
    label = "leads"
    verbose_name = "线索"

    def ready(self) -> None:
        autodiscover_modules("matching")  # each app says which of its rows hold a first contact

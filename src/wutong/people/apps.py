from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wutong.people"
    label = "people"
    verbose_name = "单位与干部"

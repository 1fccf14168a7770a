from django.apps import AppConfig


class RankingsConfig(AppConfig):
    name = "wutong.steer.rankings"
    label = "rankings"
    verbose_name = "考核表彰"

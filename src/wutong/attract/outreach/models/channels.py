"""The ways of attracting investment (招商方式): costs, leads, projects are told apart by them."""

from __future__ import annotations

from django.db import models


class Channel(models.TextChoices):
    """How a lead or a project came (招商方式)."""

    TRIP = "trip", "走出去"
    RECEPTION = "reception", "请进来"
    STATION = "station", "驻点招商"
    FAIR = "fair", "节会招商"
    REFERRAL = "referral", "以商招商"
    ASSOCIATION = "association", "协会招商"
    CHAIN = "chain", "链式招商"
    OTHER = "other", "其他"
    UNKNOWN = "", "未填"

"""Interactions that ledgers told of answer to the unit of their station."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def give_units(apps, schema_editor):
    """Let each interaction answer to the unit that its station answers to, in every version."""
    interaction = apps.get_model("outreach", "Interaction")
    station = apps.get_model("outreach", "Station")
    of_station = station._base_manager.filter(pk=OuterRef("station_id")).values("lead_unit_id")[:1]
    interaction._base_manager.filter(station__isnull=False).update(unit_id=Subquery(of_station))


class Migration(migrations.Migration):
    # Apart from 0003: PostgreSQL alters no table whose rows were changed in the same transaction.
    dependencies = [("outreach", "0003_interactions")]

    operations = [migrations.RunPython(give_units, migrations.RunPython.noop)]

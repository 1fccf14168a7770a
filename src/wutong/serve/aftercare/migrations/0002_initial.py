"""Empty: 0001 makes the tables whole. Kept for databases that have applied it."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [("aftercare", "0001_initial")]

    operations = []

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_stages")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="outside_share",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="%，按章程或合同；不填即全部为该来源投资方出资",
                max_digits=5,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="外来出资占比",
            ),
        )
    ]

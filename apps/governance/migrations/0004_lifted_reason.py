from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_retention")]

    operations = [
        migrations.AddField(
            "legalhold",
            "lifted_reason",
            models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
    ]

from django.db import migrations, models

LATER = ("secondsignature", "amendment")


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0019_signature_step_up"),
    ]

    operations = [
        migrations.AddField(model_name=name, name="step_up", field=models.JSONField(blank=True, default=dict))
        for name in LATER
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_roles_and_break_glass"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="address",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organization",
            name="phone",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organization",
            name="fax",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
    ]

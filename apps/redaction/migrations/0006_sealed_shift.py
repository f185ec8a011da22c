"""The offset of a patient's dates is sealed with the patient's key. One that stood open is drawn anew."""

from typing import Any

from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("redaction", "BoundarySecret").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("redaction", "0005_boundary_crossings")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="boundarysecret", name="dates_move_into_the_past"),
        migrations.RemoveField(model_name="boundarysecret", name="shift_days"),
        migrations.AddField(
            model_name="boundarysecret",
            name="shift_days_sealed",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(name="boundarysecret", options={"ordering": ["created_at", "id"]}),
    ]

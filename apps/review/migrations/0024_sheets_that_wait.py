from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0023_chart_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="typedwords",
            name="act",
            field=models.CharField(
                choices=[
                    ("edit", "Edit"),
                    ("remove", "Remove"),
                    ("waive", "Waive"),
                    ("statement", "Statement"),
                    ("decide", "Decide"),
                    ("second", "Second"),
                    ("amend", "Amend"),
                    ("return", "Return"),
                    ("take_over", "Take over"),
                    ("sheet", "Sheet"),
                    ("sheet_2", "Sheet 2"),
                    ("sheet_add", "Sheet add"),
                ],
                max_length=10,
            ),
        ),
    ]

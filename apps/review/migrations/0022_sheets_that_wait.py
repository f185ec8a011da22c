from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0021_cited_claims"),
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
                    ("sheet", "Sheet"),
                    ("second", "Second"),
                    ("addendum", "Addendum"),
                ],
                max_length=10,
            ),
        ),
    ]

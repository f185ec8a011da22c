"""Windows keep the signs of their word pieces. What was indexed before has none, and is searched without them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0007_rights_of_windows_and_answers")]

    operations = [migrations.AddField("passagewindow", "signs", models.BinaryField(default=b""))]

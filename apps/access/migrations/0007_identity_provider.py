from django.db import migrations, models

from apps.access.domain.factors import Factor


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_signing_factors"),
    ]

    operations = [
        migrations.AddField(
            model_name="stepupchallenge",
            name="answer_sealed",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="stepupchallenge",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="stepupchallenge",
            name="refusal",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="signingfactor",
            name="kind",
            field=models.CharField(
                choices=[
                    (Factor["WEBAUTHN"], "Security key"),
                    (Factor["TOTP"], "App"),
                    (Factor["OIDC"], "Account elsewhere"),
                ],
                max_length=10,
            ),
        ),
    ]

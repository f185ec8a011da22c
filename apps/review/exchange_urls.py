"""The door at which payers' systems knock."""

from django.urls import path

from apps.review.views.notifications import notified

app_name = "exchange"
urlpatterns = [path("<uuid:subscription_id>/", notified, name="notified")]

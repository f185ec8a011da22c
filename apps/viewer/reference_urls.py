from django.urls import path

from apps.viewer import reference_views as views

app_name = "reference"

# /reference/
urlpatterns = [
    path("", views.references, name="references"),
    path("<uuid:document_id>/", views.reference_detail, name="reference_detail"),
    path("policy/<str:key>/<str:version>/", views.policy, name="policy"),
]

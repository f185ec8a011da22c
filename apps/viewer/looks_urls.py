from django.urls import path

from apps.viewer import look_views as views

app_name = "looks"

# /privacy/patients/
urlpatterns = [
    path("", views.find, name="find"),
    path("<uuid:patient_id>/looks/", views.looks, name="looks"),
    path("<uuid:patient_id>/disclosures/", views.disclosures, name="disclosures"),
    path("<uuid:patient_id>/disclosures.csv", views.disclosures_csv, name="disclosures_csv"),
]

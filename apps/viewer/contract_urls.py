from django.urls import path

from apps.viewer import contract_views as views

app_name = "contract"

# /privacy/
urlpatterns = [
    path("contract/", views.contract, name="contract"),
    path("contract.yaml", views.contract_yaml, name="contract_yaml"),
]

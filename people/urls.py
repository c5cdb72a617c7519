"""Addresses of the people page."""

from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("", views.people, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/invite/", views.invite, name="invite"),
    path("<int:pk>/role/", views.change_role, name="change_role"),
    path("<int:pk>/deactivate/", views.deactivate, name="deactivate"),
    path("<int:pk>/activate/", views.activate, name="activate"),
]

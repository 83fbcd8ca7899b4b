from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("demo/", views.personas, name="personas"),
    path("demo/<uuid:user_id>/", views.enter, name="enter"),
]

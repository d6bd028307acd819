from django.urls import path

from peerwork.joining import views

app_name = "joining"
urlpatterns = [
    path("", views.ready, name="ready"),
    path("mine/", views.mine, name="mine"),
    path("people/<int:pk>/", views.match, name="match"),
]

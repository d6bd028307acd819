from django.urls import path

from peerwork.joining import needs, views

app_name = "joining"
urlpatterns = [
    path("", views.ready, name="ready"),
    path("mine/", views.mine, name="mine"),
    path("needs/", needs.needs, name="needs"),
    path("needs/<slug:key>/", needs.take_up_page, name="take_up"),
    path("people/<int:pk>/", views.match, name="match"),
]

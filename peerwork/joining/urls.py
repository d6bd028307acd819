from django.urls import path

from peerwork.joining import needs, views
from peerwork.joining.ties import views as ties

app_name = "joining"
urlpatterns = [
    path("evidence/<int:pk>/session/", ties.link_session, name="link_session"),
    path("evidence-sessions/<int:pk>/unlink/", ties.unlink_session, name="unlink_session"),
    path("goals/<int:pk>/course/", ties.link_course, name="link_course"),
    path("goal-courses/<int:pk>/unlink/", ties.unlink_course, name="unlink_course"),
    path("", views.ready, name="ready"),
    path("mine/", views.mine, name="mine"),
    path("needs/", needs.needs, name="needs"),
    path("needs/<slug:key>/", needs.take_up_page, name="take_up"),
    path("people/<int:pk>/", views.match, name="match"),
]

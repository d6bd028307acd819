from django.urls import path

from peerwork.joining import needs, views
from peerwork.joining.bring import views as bring
from peerwork.joining.ties import views as ties

app_name = "joining"
urlpatterns = [
    path("evidence/<int:pk>/session/", ties.link_session, name="link_session"),
    path("evidence-sessions/<int:pk>/unlink/", ties.unlink_session, name="unlink_session"),
    path("goals/<int:pk>/course/", ties.link_course, name="link_course"),
    path("goal-courses/<int:pk>/unlink/", ties.unlink_course, name="unlink_course"),
    path("", views.ready, name="ready"),
    path("bring/", bring.mine, name="bring"),
    path("bring/take/", bring.take, name="take"),
    path("bring/give/", bring.give, name="give"),
    path("brought/", bring.listing, name="brought"),
    path("brought/<int:pk>/", bring.row, name="brought_row"),
    path("brought/<int:pk>/ask-for/", bring.ask_for, name="ask_for"),
    path("brought/<int:pk>/withdraw/", bring.withdraw, name="withdraw_brought"),
    path("mine/", views.mine, name="mine"),
    path("needs/", needs.needs, name="needs"),
    path("needs/<slug:key>/", needs.take_up_page, name="take_up"),
    path("people/<int:pk>/", views.match, name="match"),
]

from django.urls import path, re_path

from peerwork.mix import views

app_name = "mix"
urlpatterns = [
    path("", views.mix, name="mix"),
    re_path(r"^download\.(?P<format>csv|xlsx|pdf)$", views.download, name="download"),
    path("target/<int:unit>/<slug:basis>/", views.set_target, name="set"),
    path("who-counts/", views.rule_list, name="rules"),
    path("who-counts/classify/", views.classify, name="rule-classify"),
    path("who-counts/<int:pk>/approve/", views.approve, name="rule-approve"),
    path("who-counts/<int:pk>/reject/", views.reject, name="rule-reject"),
    path("who-counts/<int:pk>/end/", views.end_rule, name="rule-end"),
    path("staff-files/", views.submission_list, name="submissions"),
    path("staff-files/hand-in/", views.hand_in, name="submission-hand-in"),
    path("staff-files/<int:pk>/", views.submission, name="submission"),
]

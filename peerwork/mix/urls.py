from django.urls import path, re_path

from peerwork.mix import care_views, views
from peerwork.mix.steering import views as steering

app_name = "mix"
urlpatterns = [
    path("", views.mix, name="mix"),
    re_path(r"^download\.(?P<format>csv|xlsx|pdf)$", views.download, name="download"),
    path("target/<int:unit>/<slug:basis>/", views.set_target, name="set"),
    path("plans/", steering.plan_list, name="plans"),
    path("plans/make/", steering.make, name="plan-make"),
    path("plans/<int:pk>/", steering.plan, name="plan"),
    path("plans/<int:pk>/edit/", steering.edit, name="plan-edit"),
    path("plans/<int:pk>/work-out/", steering.work_out, name="plan-work_out"),
    path("plans/<int:pk>/set-aside/", steering.set_aside, name="plan-set_aside"),
    path("plans/<int:pk>/take-up/", steering.take_up, name="plan-take_up"),
    path("who-counts/", views.rule_list, name="rules"),
    path("who-counts/classify/", views.classify, name="rule-classify"),
    path("who-counts/<int:pk>/approve/", views.approve, name="rule-approve"),
    path("who-counts/<int:pk>/reject/", views.reject, name="rule-reject"),
    path("who-counts/<int:pk>/end/", views.end_rule, name="rule-end"),
    path("staff-files/", views.submission_list, name="submissions"),
    path("staff-files/hand-in/", views.hand_in, name="submission-hand-in"),
    path("staff-files/<int:pk>/", views.submission, name="submission"),
    path("activity/", care_views.activity_list, name="activity"),
    path("activity/hand-in/", care_views.hand_in, name="activity-hand-in"),
    path("activity/<int:pk>/", care_views.activity_file, name="activity-file"),
    path("activity/staff/", care_views.staff_list, name="activity-staff"),
    path("activity/staff/link/", care_views.link_staff, name="activity-link"),
    path("activity/staff/<int:pk>/end/", care_views.end_link, name="activity-link-end"),
    path("activity/staff/crosswalk/", care_views.take_crosswalk, name="activity-crosswalk"),
    path("activity/teams/", care_views.team_list, name="activity-teams"),
    path("activity/teams/<int:pk>/map/", care_views.map_team, name="activity-team-map"),
    path("activity/professions/", care_views.profession_list, name="activity-professions"),
    path("activity/professions/name/", care_views.name_profession, name="activity-profession"),
    path("which-contacts-count/", care_views.counted_rule_list, name="counted-rules"),
    path("which-contacts-count/set/", care_views.set_counted_rule, name="counted-rule-set"),
    path("log/", care_views.log, name="log"),
    path("log/template.csv", care_views.log_template, name="log-template"),
    path("log/<int:pk>/edit/", care_views.edit_tally, name="log-edit"),
    path("log/<int:pk>/withdraw/", care_views.withdraw_tally, name="log-withdraw"),
]

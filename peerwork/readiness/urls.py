"""Addresses of ready teams; each verb has its own name in them."""

from django.urls import path

from peerwork.readiness.views import assessments, change, teams

app_name = "readiness"
urlpatterns = [
    path("", teams.home, name="home"),
    # The checklist of a team, and the decision
    path("teams/<int:pk>/", teams.checklist, name="checklist"),
    path("teams/<int:pk>/items/<int:item>/", teams.item_history, name="item_history"),
    path("teams/<int:pk>/items/<int:item>/answer/", teams.answer, name="answer"),
    path("teams/<int:pk>/decide/", teams.decide, name="decide"),
    path("teams/<int:pk>/factors/", teams.factors, name="factors"),
    path("teams/<int:pk>/factors/rate/", teams.rate, name="rate"),
    path("checklist/", teams.item_list, name="items"),
    path("checklist/add/", teams.add_item, name="add_item"),
    path("checklist/begin/<int:pk>/", teams.lay_checklist, name="lay_checklist"),
    path("checklist/<int:pk>/edit/", teams.edit_item, name="edit_item"),
    path("checklist/<int:pk>/close/", teams.close_item, name="close_item"),
    # Ten challenges
    path("units/<int:pk>/challenges/", assessments.challenges, name="challenges"),
    path("units/<int:pk>/challenges/begin/", assessments.begin, name="begin"),
    path("challenges/<int:pk>/", assessments.assessment, name="assessment"),
    path("challenges/<int:pk>/plan.pdf", assessments.plan, name="plan"),
    path("challenges/<int:pk>/edit/", assessments.edit, name="edit"),
    path("challenges/<int:pk>/agree/", assessments.agree, name="agree"),
    path("challenges/<int:pk>/share/", assessments.share, name="share"),
    path("challenges/<int:pk>/unshare/", assessments.unshare, name="unshare"),
    path("challenges/<int:pk>/review/", assessments.review, name="review"),
    path("challenges/<int:pk>/withdraw/", assessments.withdraw, name="withdraw"),
    path("challenges/<int:pk>/actions/add/", assessments.add_action, name="add_action"),
    path("actions/<int:pk>/", assessments.action, name="action"),
    path("actions/<int:pk>/edit/", assessments.edit_action, name="edit_action"),
    path("actions/<int:pk>/do/", assessments.do_action, name="do_action"),
    path("actions/<int:pk>/stop/", assessments.stop_action, name="stop_action"),
    path("actions/<int:pk>/reopen/", assessments.reopen_action, name="reopen_action"),
    # A changing organisation
    path("values/", change.values, name="values"),
    path("values/list/", change.list_process, name="list_process"),
    path("values/<int:pk>/review/", change.review_process, name="review_process"),
    path("values/<int:pk>/edit/", change.edit_process, name="edit_process"),
    path("values/<int:pk>/close/", change.close_process, name="close_process"),
    path("audits/", change.audits, name="audits"),
    path("audits/record/", change.record_audit, name="record_audit"),
    path("audits/<int:pk>/", change.audit, name="audit"),
    path("audits/<int:pk>/edit/", change.edit_audit, name="edit_audit"),
    path("audits/<int:pk>/close/", change.close_audit, name="close_audit"),
    path("audits/<int:pk>/again/", change.audit_again, name="audit_again"),
    path("audits/<int:pk>/actions/add/", change.add_audit_action, name="add_audit_action"),
    path("leads/", change.leads, name="leads"),
    path("leads/name/", change.name_lead, name="name_lead"),
    path("leads/<int:pk>/end/", change.end_lead, name="end_lead"),
    path("initiatives/", change.initiatives, name="initiatives"),
    path("initiatives/propose/", change.propose, name="propose"),
    path("initiatives/<int:pk>/", change.initiative, name="initiative"),
    path("initiatives/<int:pk>/edit/", change.edit_initiative, name="edit_initiative"),
    path("initiatives/<int:pk>/begin/", change.begin, name="begin_initiative"),
    path("initiatives/<int:pk>/finish/", change.finish, name="finish"),
    path("initiatives/<int:pk>/stop/", change.stop, name="stop"),
    path("initiatives/<int:pk>/reopen/", change.reopen, name="reopen"),
]

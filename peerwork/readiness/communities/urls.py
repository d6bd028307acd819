"""Addresses of communities and learning sets. What is in a community stands below its number, and opens with it."""

from django.urls import path

from peerwork.readiness.communities.views import communities, meetings, sets

app_name = "communities"
urlpatterns = [
    path("", communities.home, name="home"),
    path("open/<int:pk>/", communities.open_community, name="open"),
    path("programme/", communities.programme, name="programme"),
    path("<int:pk>/", communities.community, name="community"),
    path("<int:pk>/edit/", communities.edit, name="edit"),
    path("<int:pk>/close/", communities.close, name="close"),
    path("<int:pk>/join/", communities.join, name="join"),
    path("<int:pk>/invite/", communities.invite, name="invite"),
    path("<int:pk>/members/<int:number>/edit/", communities.edit_membership, name="edit_membership"),
    path("<int:pk>/members/<int:number>/leave/", communities.leave, name="leave"),
    path("<int:pk>/members/<int:number>/renew/", communities.renew, name="renew"),
    path("<int:pk>/figures/", communities.figures, name="figures"),
    path("<int:pk>/committees/set-up/", communities.set_up, name="set_up"),
    path("<int:pk>/committees/<int:number>/edit/", communities.edit_committee, name="edit_committee"),
    path("<int:pk>/committees/<int:number>/close/", communities.close_committee, name="close_committee"),
    path("<int:pk>/committees/<int:number>/take/", communities.take, name="take"),
    path("<int:pk>/seats/<int:number>/leave/", communities.leave_seat, name="leave_seat"),
    # Meetings, their agenda, what members take on
    path("<int:pk>/meetings/plan/", meetings.plan, name="plan"),
    path("<int:pk>/meetings/<int:number>/", meetings.meeting, name="meeting"),
    path("<int:pk>/meetings/<int:number>/edit/", meetings.edit, name="edit_meeting"),
    path("<int:pk>/meetings/<int:number>/hold/", meetings.hold, name="hold"),
    path("<int:pk>/meetings/<int:number>/cancel/", meetings.cancel, name="cancel"),
    path("<int:pk>/meetings/<int:number>/agenda/add/", meetings.add_to_agenda, name="add_to_agenda"),
    path("<int:pk>/agenda/<int:number>/edit/", meetings.edit_agenda_item, name="edit_agenda_item"),
    path("<int:pk>/agenda/<int:number>/drop/", meetings.drop_agenda_item, name="drop_agenda_item"),
    path("<int:pk>/actions/add/", meetings.add_action, name="add_action"),
    path("<int:pk>/actions/<int:number>/", meetings.action, name="action"),
    path("<int:pk>/actions/<int:number>/edit/", meetings.edit_action, name="edit_action"),
    path("<int:pk>/actions/<int:number>/show/", meetings.show_evidence, name="show_evidence"),
    path("<int:pk>/actions/<int:number>/do/", meetings.do_action, name="do_action"),
    path("<int:pk>/actions/<int:number>/stop/", meetings.stop_action, name="stop_action"),
    path("<int:pk>/actions/<int:number>/reopen/", meetings.reopen_action, name="reopen_action"),
    # Learning sets
    path("learning-sets/open/<int:pk>/", sets.open_set, name="open_set"),
    path("learning-sets/<int:pk>/", sets.learning_set, name="set"),
    path("learning-sets/<int:pk>/edit/", sets.edit, name="edit_set"),
    path("learning-sets/<int:pk>/close/", sets.close, name="close_set"),
    path("learning-sets/<int:pk>/sites/add/", sets.add_site, name="add_site"),
    path("learning-sets/<int:pk>/sessions/record/", sets.record_session, name="record_session"),
    path("learning-sets/sites/<int:pk>/edit/", sets.edit_site, name="edit_site"),
    path("learning-sets/sites/<int:pk>/leave/", sets.leave_set, name="leave_set"),
    path("learning-sets/sites/<int:pk>/participants/add/", sets.add_participant, name="add_participant"),
    path("learning-sets/participants/<int:pk>/end/", sets.end_participant, name="end_participant"),
    path("learning-sets/sessions/<int:pk>/edit/", sets.edit_session, name="edit_session"),
]

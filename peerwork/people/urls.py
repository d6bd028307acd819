"""Addresses of the pages about accounts, units and people."""

from django.urls import path

from peerwork.people.views import account, entry, organisation, people, users

app_name = "people"
urlpatterns = [
    # Ways in
    path("invitation/<str:token>/", entry.accept, name="accept"),
    path("l/<str:token>/", entry.link, name="link"),
    path("account/second-step/", entry.second_step, name="second_step"),
    path("account/keep/", entry.keep, name="keep"),
    # Your account
    path("account/", account.account, name="account"),
    path("account/edit/", account.edit_account, name="edit_account"),
    path("account/email/", account.change_email, name="change_email"),
    path("account/email/<str:token>/", account.confirm_email, name="confirm_email"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("account/tokens/issue/", account.issue_token, name="issue_token"),
    path("account/tokens/<int:pk>/revoke/", account.revoke_token, name="revoke_token"),
    # Users, roles, invitations
    path("users/", users.users_page, name="users"),
    path("users/<int:pk>/", users.user_page, name="user"),
    path("users/<int:pk>/give-role/", users.give_role, name="give_role"),
    path("users/<int:pk>/reset-second-step/", users.reset_second_step, name="reset_second_step"),
    path("users/<int:pk>/deactivate/", users.deactivate, name="deactivate"),
    path("users/<int:pk>/reactivate/", users.reactivate, name="reactivate"),
    path("users/<int:pk>/end-sessions/", users.end_user_sessions, name="end_user_sessions"),
    path("users/<int:pk>/hand-over/", organisation.begin_handover, name="begin_handover"),
    path("roles/<int:pk>/end/", users.end_role, name="end_role"),
    path("invitations/", users.invitations_page, name="invitations"),
    path("invitations/invite/", users.invite, name="invite"),
    path("invitations/invite-many/", users.invite_many, name="invite_many"),
    path("invitations/<int:pk>/resend/", users.resend, name="resend"),
    path("invitations/<int:pk>/withdraw/", users.withdraw, name="withdraw"),
    # The organisation
    path("units/", organisation.units_page, name="units"),
    path("units/open/", organisation.open_unit, name="open_unit"),
    path("units/<int:pk>/", organisation.unit_page, name="unit"),
    path("units/<int:pk>/rename/", organisation.rename_unit, name="rename_unit"),
    path("units/<int:pk>/move/", organisation.move_unit, name="move_unit"),
    path("units/<int:pk>/close/", organisation.close_unit, name="close_unit"),
    path("units/<int:pk>/settings/", organisation.settings_page, name="settings"),
    path("units/<int:pk>/propose-retention/", organisation.propose_retention, name="propose_retention"),
    path("retention/", organisation.retention_page, name="retention"),
    path("retention/<int:pk>/edit/", organisation.edit_retention, name="edit_retention"),
    path("retention/<int:pk>/confirm/", organisation.confirm_retention, name="confirm_retention"),
    path("set-up/", organisation.setup, name="setup"),
    path("set-up/<slug:key>/looked-at/", organisation.looked_at, name="looked_at"),
    path("handovers/", organisation.handovers_page, name="handovers"),
    path("handovers/<int:pk>/", organisation.handover, name="handover"),
    path("handovers/<int:pk>/edit/", organisation.edit_handover, name="edit_handover"),
    path("handovers/<int:pk>/finish/", organisation.finish_handover, name="finish_handover"),
    # People
    path("people/", people.people_page, name="people"),
    path("people/register/", people.register_person, name="register_person"),
    path("people/possible-duplicates/", people.matches_page, name="matches"),
    path("people/possible-duplicates/propose/", people.propose_matches, name="propose_matches"),
    path("people/possible-duplicates/<int:pk>/merge/", people.merge, name="merge"),
    path("people/possible-duplicates/<int:pk>/keep-apart/", people.keep_apart, name="keep_apart"),
    path("people/possible-duplicates/<int:pk>/undo/", people.undo_merge, name="undo_merge"),
    path("people/<int:pk>/", people.person_page, name="person"),
    path("people/<int:pk>/edit/", people.edit_person, name="edit_person"),
    path("people/<int:pk>/account/", people.link_account, name="link_account"),
    path("people/<int:pk>/correct/", people.correct_person, name="correct_person"),
    path("people/<int:pk>/numbers/note/", people.note_identifier, name="note_identifier"),
    path("people/<int:pk>/peer-worker/begin/", people.begin_worker, name="begin_worker"),
    path("people/<int:pk>/same-as/", people.propose_match, name="propose_match"),
    path("numbers/<int:pk>/end/", people.end_identifier, name="end_identifier"),
    path("peer-workers/<int:pk>/end/", people.end_worker, name="end_worker"),
]

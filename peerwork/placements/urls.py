"""Addresses of the pages about posts, placements, supervisors, absence and staff files."""

from django.urls import path

from peerwork.placements.views import establishment, files, people, placements, reference, supervisors

app_name = "placements"
urlpatterns = [
    # Posts and teams
    path("establishment/", establishment.establishment_page, name="establishment"),
    path("establishment/staying/", establishment.staying, name="staying"),
    path("posts/", establishment.posts_page, name="posts"),
    path("posts/open/", establishment.open_post, name="open_post"),
    path("posts/<int:pk>/", establishment.post_page, name="post"),
    path("posts/<int:pk>/edit/", establishment.edit_post, name="post_edit"),
    path("posts/<int:pk>/change/", establishment.change_post, name="post_change"),
    path("posts/<int:pk>/close/", establishment.close_post, name="post_close"),
    path("posts/<int:pk>/next/", establishment.open_next_post, name="open_next_post"),
    path("next-posts/<int:pk>/end/", establishment.end_next_post, name="end_next_post"),
    path("teams/<int:pk>/", establishment.team_page, name="team"),
    path("teams/<int:pk>/readiness/", establishment.decide_readiness, name="decide_readiness"),
    path("teams/<int:pk>/peer-network/", establishment.name_network, name="name_network"),
    path("peer-networks/<int:pk>/end/", establishment.end_network, name="end_network"),
    # Placements
    path("placements/", placements.placements_page, name="placements"),
    path("placements/propose/", placements.propose, name="propose"),
    path("placements/gone-past/", placements.overrides_page, name="overrides"),
    path("placements/<int:pk>/", placements.placement_page, name="placement"),
    path("placements/<int:pk>/agree/", placements.agree, name="agree"),
    path("placements/<int:pk>/start/", placements.start, name="start"),
    path("placements/<int:pk>/change/", placements.change, name="change"),
    path("placements/<int:pk>/extend/", placements.extend, name="extend"),
    path("placements/<int:pk>/release/", placements.release, name="release"),
    path("placements/<int:pk>/end/", placements.end, name="end"),
    path("placements/<int:pk>/resume/", placements.resume, name="resume"),
    path("placements/<int:pk>/withdraw/", placements.withdraw, name="withdraw"),
    path("placements/<int:pk>/offer-exit/", placements.offer_exit, name="offer_exit"),
    path("exit-conversations/<int:pk>/write/", placements.exit_write, name="exit_write"),
    path("exit-conversations/<int:pk>/decline/", placements.exit_decline, name="exit_decline"),
    # One person at work
    path("people/<int:pk>/work/", people.person_page, name="person"),
    path("people/<int:pk>/work/name-supervisor/", people.link_supervisor, name="link"),
    path("people/<int:pk>/work/propose-supervisor/", people.propose_supervisor, name="propose_supervisor"),
    path("people/<int:pk>/work/away/", people.note_away, name="note_away"),
    path("people/<int:pk>/work/wish/", people.name_wish, name="name_wish"),
    path("people/<int:pk>/work/step-back/", people.step_back, name="step_back"),
    path("people/<int:pk>/work/died/", people.record_death, name="record_death"),
    path("away/<int:pk>/edit/", people.edit_away, name="edit_away"),
    path("away/<int:pk>/cancel/", people.cancel_away, name="cancel_away"),
    path("wishes/<int:pk>/withdraw/", people.withdraw_wish, name="withdraw_wish"),
    path("supervisor-links/<int:pk>/end/", supervisors.end_supervisor, name="end_supervisor"),
    path("supervisor-links/<int:pk>/ask-change/", people.ask_change, name="ask_change"),
    path("supervisor-proposals/<int:pk>/agree/", people.proposal_agree, name="proposal_agree"),
    path("supervisor-proposals/<int:pk>/decline/", people.proposal_decline, name="proposal_decline"),
    # Supervisors
    path("supervisors/", supervisors.supervisors_page, name="supervisors"),
    path("supervisors/mine/", supervisors.my_people, name="my_people"),
    path("supervisors/<int:pk>/", supervisors.supervisor_page, name="supervisor"),
    path("supervisors/<int:pk>/hand-over/", supervisors.hand_over, name="hand_over"),
    path("supervisors/<int:pk>/cover/", supervisors.cover, name="cover"),
    path("supervisors/<int:pk>/note/", supervisors.note_supervising, name="note_supervising"),
    path("supervising/<int:pk>/edit/", supervisors.edit_supervising, name="edit_supervising"),
    path("supervising/<int:pk>/say/", supervisors.say_supervising, name="say_supervising"),
    # Reference lists
    path("lists/", reference.lists_page, name="lists"),
    path("lists/streams/open/", reference.open_stream, name="open_stream"),
    path("lists/streams/<int:pk>/edit/", reference.edit_stream, name="edit_stream"),
    path("lists/streams/<int:pk>/close/", reference.close_stream, name="close_stream"),
    path("lists/ladder/open/", reference.open_step, name="open_step"),
    path("lists/pay/publish/", reference.publish_pay, name="publish_pay"),
    # Staff in post
    path("staff-files/", files.files_page, name="files"),
    path("staff-files/esr/", files.hand_in_esr, name="hand_in_esr"),
    path("staff-files/spreadsheet/", files.hand_in_sheet, name="hand_in_sheet"),
    path("staff-files/spreadsheet/columns/", files.map_sheet, name="map_sheet"),
    path("staff-files/mappings/", files.mappings_page, name="mappings"),
    path("staff-files/mappings/<int:pk>/drop/", reference.drop_mapping, name="drop_mapping"),
    path("staff-files/<int:pk>/", files.file_page, name="file"),
]

"""Addresses of training that is needed, below /training/needs/."""

from django.urls import path

from peerwork.training.needs.views import files, people, rules

patterns = [
    path("", people.team, name="needs_team"),
    path("mine/", people.mine, name="needs_mine"),
    path("groups/<int:pk>/", people.group, name="needs_group"),
    path("due/", people.due, name="needs_due"),
    path("people/<int:pk>/", people.person, name="needs_person"),
    path("people/<int:pk>/note/", people.note, name="needs_note"),
    path("people/<int:pk>/exempt/", people.exempt, name="needs_exempt"),
    path("completions/<int:pk>/withdraw/", people.withdraw, name="needs_withdraw"),
    path("exemptions/<int:pk>/end/", people.end_exemption, name="needs_end_exemption"),
    path("rules/", rules.rules, name="needs_rules"),
    path("rules/set/", rules.set_rule, name="needs_set"),
    path("rules/propose/", rules.propose, name="needs_propose"),
    path("rules/<int:pk>/confirm/", rules.confirm, name="needs_confirm"),
    path("rules/<int:pk>/end/", rules.end, name="needs_end"),
    path("coverage/", rules.coverage, name="needs_coverage"),
    path("files/", files.files, name="needs_files"),
    path("files/moodle/", files.hand_in, name="needs_hand_in"),
    path("files/spreadsheet/", files.hand_in_sheet, name="needs_hand_in_sheet"),
    path("files/columns/", files.map_sheet, name="needs_map"),
    path("files/take/", files.take, name="needs_take"),
    path("files/<int:pk>/", files.file, name="needs_file"),
    path("waiting/", files.waiting, name="needs_waiting"),
    path("waiting/<int:pk>/match/", files.match, name="needs_match"),
    path("waiting/<int:pk>/set-aside/", files.set_aside, name="needs_set_aside"),
    path("names/", files.names, name="needs_names"),
    path("names/add/", files.name, name="needs_name"),
    path("names/<int:pk>/end/", files.end_name, name="needs_end_name"),
    path("columns/<int:pk>/drop/", files.drop_mapping, name="needs_drop_mapping"),
]

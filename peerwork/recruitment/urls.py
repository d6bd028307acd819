"""Addresses of recruitment; each verb has its own name in them."""

from django.urls import path

from peerwork.recruitment.views import before, board, deciding, files, mine, public, vacancies

app_name = "recruitment"
urlpatterns = [
    # Open to everybody
    path("jobs/", public.jobs, name="jobs"),
    path("jobs/<int:pk>/", public.job, name="job"),
    path("jobs/<int:pk>/apply/", public.apply, name="apply"),
    path("jobs/come-back/", public.come_back, name="come_back"),
    path("jobs/interest/", before.tell_interest, name="tell_interest"),
    path("jobs/look-in-your-email/", public.sent_link, name="sent_link"),
    # One's own applications
    path("applications/", mine.my_applications, name="my_applications"),
    path("applications/<int:pk>/", mine.mine, name="mine"),
    path("applications/<int:pk>/advert/", mine.advert, name="mine_advert"),
    path("applications/<int:pk>/contact/", mine.contact, name="mine_contact"),
    path("applications/<int:pk>/about/", mine.about, name="mine_about"),
    path("applications/<int:pk>/answers/<int:line>/", mine.answer, name="mine_answer"),
    path("applications/<int:pk>/documents/", mine.documents, name="mine_documents"),
    path("applications/<int:pk>/documents/<int:document>/", mine.document, name="mine_document"),
    path("applications/<int:pk>/documents/<int:document>/remove/", mine.remove, name="mine_remove"),
    path("applications/<int:pk>/interview/", mine.interview, name="mine_interview"),
    path("applications/<int:pk>/equality/", mine.equality, name="mine_equality"),
    path("applications/<int:pk>/equality/erase/", mine.erase_equality, name="mine_erase_equality"),
    path("applications/<int:pk>/send/", mine.check, name="mine_check"),
    path("applications/<int:pk>/adjustments/", mine.adjustments, name="mine_adjustments"),
    path("applications/<int:pk>/withdraw/", mine.withdraw, name="mine_withdraw"),
    path("applications/<int:pk>/help/<int:support>/take/", before.take_support, name="mine_take"),
    path("applications/<int:pk>/help/<int:support>/decline/", before.decline_support, name="mine_decline"),
    # People on the way to joining
    path("vacancies/board/", board.people_board, name="board"),
    path("vacancies/people/", board.people, name="people"),
    path("vacancies/people/take/<slug:format>/", board.take_people, name="take_people"),
    path("vacancies/figures/", board.figures, name="figures"),
    # Before any vacancy
    path("vacancies/interest/", before.interests, name="interests"),
    path("vacancies/interest/<int:pk>/invite/", before.invite_interest, name="invite_interest"),
    path("vacancies/interest/<int:pk>/came/", before.note_came, name="note_came"),
    path("vacancies/interest/<int:pk>/close/", before.close_interest, name="close_interest"),
    path("vacancies/information/plan/", before.plan_session, name="plan_session"),
    path("vacancies/information/<int:pk>/edit/", before.edit_session, name="edit_session"),
    path("vacancies/information/<int:pk>/cancel/", before.cancel_session, name="cancel_session"),
    path("applicants/<int:pk>/help/", before.offer_support, name="offer_support"),
    # Files from the applicant system
    path("vacancies/files/", files.files, name="files"),
    path("vacancies/files/hand-in/", files.hand_in, name="hand_in"),
    path("vacancies/files/map/", files.map_file, name="map_file"),
    path("vacancies/files/<int:pk>/", files.file, name="file"),
    # Vacancies
    path("vacancies/", vacancies.vacancies, name="vacancies"),
    path("vacancies/new/", vacancies.draft, name="draft"),
    path("vacancies/stage-times/", vacancies.templates, name="templates"),
    path("vacancies/stage-times/<int:pk>/set/", vacancies.set_template, name="set_template"),
    path("vacancies/stage-times/<int:pk>/confirm/", vacancies.confirm_template, name="confirm_template"),
    path("vacancies/stage-times/<int:pk>/close/", vacancies.close_template, name="close_template"),
    path("vacancies/<int:pk>/", vacancies.vacancy, name="vacancy"),
    path("vacancies/<int:pk>/edit/", vacancies.edit, name="edit"),
    path("vacancies/<int:pk>/copy/", vacancies.copy, name="copy"),
    path("vacancies/<int:pk>/publish/", vacancies.publish, name="publish"),
    path("vacancies/<int:pk>/close/", vacancies.close, name="close"),
    path("vacancies/<int:pk>/reopen/", vacancies.reopen, name="reopen"),
    path("vacancies/<int:pk>/finish-shortlisting/", vacancies.finish_shortlisting, name="finish_shortlisting"),
    path("vacancies/<int:pk>/finish/", vacancies.finish, name="finish"),
    path("vacancies/<int:pk>/withdraw/", vacancies.withdraw, name="withdraw"),
    path("vacancies/<int:pk>/criteria/add/", vacancies.add_criterion, name="add_criterion"),
    path("vacancies/<int:pk>/involvement/note/", vacancies.note_involvement, name="note_involvement"),
    path("vacancies/<int:pk>/comment/", vacancies.comment, name="comment"),
    path("vacancies/<int:pk>/shortlisters/name/", vacancies.name_shortlister, name="name_shortlister"),
    path("criteria/<int:pk>/edit/", vacancies.edit_criterion, name="edit_criterion"),
    path("criteria/<int:pk>/drop/", vacancies.drop_criterion, name="drop_criterion"),
    path("shortlisters/<int:pk>/end/", vacancies.end_shortlister, name="end_shortlister"),
    # Applications, as HR reads them
    path("applicants/<int:pk>/", deciding.application, name="application"),
    path("applicants/<int:pk>/shortlist/", deciding.shortlist, name="shortlist"),
    path("applicants/<int:pk>/not-this-time/", deciding.not_this_time, name="not_this_time"),
    path("applicants/<int:pk>/look-again/", deciding.look_again, name="look_again"),
    path("applicants/<int:pk>/open-name/", deciding.open_name, name="open_name"),
    path("applicants/<int:pk>/withdraw/", deciding.withdraw_for, name="withdraw_for"),
    path("applicant-documents/<int:pk>/", deciding.document, name="document"),
    # Shortlisting
    path("shortlisting/", deciding.shortlisting, name="shortlisting"),
    path("shortlisting/<int:pk>/", deciding.shortlisting_vacancy, name="shortlisting_vacancy"),
    path("shortlisting/applicants/<int:pk>/", deciding.sift, name="sift"),
    path("shortlisting/views/<int:pk>/reopen/", deciding.reopen_sift, name="reopen_sift"),
]

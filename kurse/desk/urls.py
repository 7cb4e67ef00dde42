"""Addresses of kurse in the CMS that stand beside its view sets."""

from django.urls import path

from kurse.desk import (
    attendance_views,
    calling_off_view,
    copy_view,
    dates_view,
    deciding_page,
    deciding_views,
    feedback_view,
    import_view,
    interest_views,
    moving_view,
    notice_view,
    people_views,
    question_views,
    rebooking_view,
    series_view,
    statistics_view,
    way_view,
)
from kurse.desk import paper_views as paper_views
from kurse.desk import views as admin_views

urlpatterns = [
    path("kurse/auswertung/", statistics_view.statistics_page, name="kurse_statistics"),
    path("kurse/einlesen/", import_view.import_page, name="kurse_import"),
    path("kurse/einlesen/vorlage.xlsx", import_view.template_file, name="kurse_import_template"),
    path("kurse/nachfrage/", interest_views.demand_page, name="kurse_demand"),
    path("kurse/<int:course_id>/rueckmeldungen/", feedback_view.feedback_page, name="kurse_feedback_results"),
    path("kurse/entscheiden/", deciding_page.deciding_page, name="kurse_decide"),
    path("kurse/buchung/neu/", admin_views.choose_course, name="kurse_choose_course"),
    path("kurse/<int:course_id>/termine/", series_view.series_page, name="kurse_series"),
    path("kurse/<int:course_id>/kopieren/", copy_view.copy_page, name="kurse_copy"),
    path("kurse/<int:course_id>/telefon/", admin_views.phone_booking, name="kurse_phone_booking"),
    path("kurse/<int:course_id>/fragen/", question_views.add_questions_page, name="kurse_add_questions"),
    path("kurse/<int:course_id>/antworten/", question_views.answers_page, name="kurse_answers"),
    path("kurse/<int:course_id>/findet-statt/", calling_off_view.let_it_run, name="kurse_let_run"),
    path("kurse/<int:course_id>/nachricht/", notice_view.notice_page, name="kurse_notice"),
    path("kurse/<int:course_id>/absagen/", calling_off_view.call_off_page, name="kurse_call_off"),
    path("kurse/<int:course_id>/verlegt/", moving_view.moved_page, name="kurse_moved"),
    path("kurse/buchung/<int:booking_id>/annehmen/", admin_views.accept_offer, name="kurse_accept"),
    path("kurse/buchung/<int:booking_id>/zusagen/", deciding_views.approve_booking, name="kurse_approve"),
    path("kurse/buchung/<int:booking_id>/absagen/", deciding_views.turn_down_booking, name="kurse_turn_down"),
    path("kurse/buchung/<int:booking_id>/stornieren/", people_views.cancelling, name="kurse_cancel"),
    path("kurse/buchung/<int:booking_id>/teilnahme/", way_view.change_way, name="kurse_desk_way"),
    path("kurse/buchung/<int:booking_id>/namen/", people_views.names, name="kurse_desk_names"),
    path("kurse/buchung/<int:booking_id>/umbuchen/", rebooking_view.rebooking_page, name="kurse_desk_rebook"),
    path("kurse/buchung/<int:booking_id>/termine/", dates_view.dates_page, name="kurse_desk_dates"),
    path("kurse/buchung/<int:booking_id>/plaetze/", people_views.leaving, name="kurse_desk_leaving"),
    path("kurse/<int:course_id>/teilnehmende/", paper_views.participants_page, name="kurse_participants"),
    path(
        "kurse/<int:course_id>/teilnehmende.<str:suffix>", paper_views.participants_file, name="kurse_participants_file"
    ),
    path("kurse/<int:course_id>/anwesenheit/<int:date_id>/", attendance_views.attendance, name="kurse_attendance"),
    path("kurse/<int:course_id>/anwesenheit.pdf", paper_views.attendance_list, name="kurse_attendance_list"),
    path("kurse/<int:course_id>/namensschilder.pdf", paper_views.badges, name="kurse_badges"),
    path("kurse/<int:course_id>/bescheinigungen/", paper_views.issue, name="kurse_issue_certificates"),
    path("kurse/<int:course_id>/bescheinigungen.pdf", paper_views.certificates_file, name="kurse_certificates_file"),
    path("kurse/<int:course_id>/kursleitung/", paper_views.make_trainer_link, name="kurse_trainer_link"),
    path(
        "kurse/<int:course_id>/kursleitung/widerrufen/",
        paper_views.revoke_trainer_links,
        name="kurse_trainer_links_revoke",
    ),
]

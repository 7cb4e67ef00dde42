"""What this room answers to the CMS and to the floors below it."""

from django.urls import path
from wagtail import hooks

from anschluss import admin_views
from anschluss.admin_viewsets import EndpointViewSet
from anschluss.deliveries import send_due
from anschluss.due_jobs import due_jobs
from anschluss.mail_kinds import mail_kinds
from anschluss.personal_data import PERSONAL_DATA


@hooks.register("register_admin_viewset")
def register_viewset():
    return EndpointViewSet()


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [
        path("anschluesse/<int:endpoint_id>/geheimnis/", admin_views.new_secret, name="anschluss_new_secret"),
        path("anschluesse/<int:endpoint_id>/probe/", admin_views.send_test, name="anschluss_send_test"),
    ]


@hooks.register("register_worker_part")
def register_worker_parts():
    return [send_due]


@hooks.register("register_due_job")
def register_due_jobs():
    return due_jobs()


@hooks.register("register_mail_kind")
def register_mail_kinds():
    return mail_kinds()


@hooks.register("register_personal_data")
def register_personal_data():
    return PERSONAL_DATA

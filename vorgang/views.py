"""The pages of vorgang: personal page, lost link, contact."""

from django.http import Http404


def personal_page(request, token: str):
    raise Http404


def lost_link(request):
    raise Http404


def lost_link_sent(request):
    raise Http404


def contact(request):
    raise Http404


def contact_sent(request):
    raise Http404

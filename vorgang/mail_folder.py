"""The mails of the development folder, as a page that exists in development only."""

from django.http import Http404


def mail_folder(request):
    raise Http404

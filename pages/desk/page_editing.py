"""Saving a page in the CMS: one request after the other, so that none undoes what another has just done."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page


class OrderlyEditView(EditView):
    """Save under a lock of the page's row, taken before the page is read.

    An editor saves by itself while somebody types. Wagtail writes all fields of an unpublished page then: a save
    that has read the page before it was published, and is written after, would silently take it down again.
    """

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update(no_key=True).filter(pk=page_id).values_list("pk").first()
            return super().dispatch(request, page_id, **kwargs)


class OrderlyPageViewSet(PageViewSet):
    """The views of every page type that brings none of its own."""

    model = Page
    edit_view_class = OrderlyEditView

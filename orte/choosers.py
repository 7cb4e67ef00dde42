"""Choosers for places and municipalities, in the panels of every room and as blocks."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from pages.desk.choosers import ChoosingOnly


class NameFilterForm(BaseFilterForm):
    """Searches by name in the database itself: right at once, without waiting for an index."""

    q = forms.CharField(label=_("Suchbegriff"), required=False, max_length=100)
    looked_up = ("name__icontains",)

    def filter(self, objects):
        objects = super().filter(objects)
        if text := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, text
            objects = objects.filter(Q(*((lookup, text) for lookup in self.looked_up), _connector=Q.OR))
        return objects


class PlaceFilterForm(NameFilterForm):
    looked_up = ("name__icontains", "city__icontains", "municipality__name__icontains")


class TopLevelMixin:
    """Offers municipalities, not their districts."""

    filter_form_class = NameFilterForm

    def get_object_list(self):
        return super().get_object_list().municipalities()


class MunicipalityChooseView(TopLevelMixin, ChooseView):
    pass


class MunicipalityChooseResultsView(TopLevelMixin, ChooseResultsView):
    pass


class PlaceChooseView(ChooseView):
    filter_form_class = PlaceFilterForm


class PlaceChooseResultsView(ChooseResultsView):
    filter_form_class = PlaceFilterForm


class MunicipalityChooserViewSet(ChoosingOnly, ChooserViewSet):
    model = "orte.Municipality"
    icon = "globe"
    choose_one_text = _("Gemeinde wählen")
    choose_another_text = _("Andere Gemeinde wählen")
    edit_item_text = _("Gemeinde bearbeiten")
    choose_view_class = MunicipalityChooseView
    choose_results_view_class = MunicipalityChooseResultsView


class PlaceChooserViewSet(ChoosingOnly, ChooserViewSet):
    model = "orte.Place"
    icon = "home"
    choose_one_text = _("Ort wählen")
    choose_another_text = _("Anderen Ort wählen")
    edit_item_text = _("Ort bearbeiten")
    choose_view_class = PlaceChooseView
    choose_results_view_class = PlaceChooseResultsView


municipality_chooser = MunicipalityChooserViewSet("gemeinde_chooser", url_prefix="orte/gemeinde-waehlen")
place_chooser = PlaceChooserViewSet("ort_chooser", url_prefix="orte/ort-waehlen")

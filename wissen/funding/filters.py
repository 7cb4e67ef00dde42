"""The filters of the funding finder, each as a condition in SQL, so that finding and counting cannot differ."""

import django_filters as filters
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wissen.funding.states import Eligible, FundingArea, FundingRegion, FundingStatus
from wissen.models import ProgrammePage
from wissen.models.funding import is_current_on

# How much somebody needs, in euros.
AMOUNTS = (250, 500, 1000, 2500, 5000, 10_000, 25_000)
# The first one is how the list stands without a wish.
ORDERS = {"deadline": _("Frist"), "name": _("Name")}
# Where a text of several choices is kept with a blank around each of them.
PADDED = {"eligible": "padded_eligible", "area": "padded_areas"}


def current_programmes() -> QuerySet:
    """Return the published programmes that are up to date today, whoever may read them."""
    programmes = ProgrammePage.objects.live().filter(is_current_on(timezone.localdate()))
    return programmes.alias(padded_eligible=padded("eligible"), padded_areas=padded("areas"))


def padded(name: str) -> Concat:
    return Concat(Value(" "), F(name), Value(" "), output_field=CharField())


def condition(name: str, values: list[str]) -> Q:
    """Return what a facet with these values keeps: any of them; of an amount the programmes that may give it."""
    found = Q()
    for value in values:
        match name:
            case "eligible" | "area":
                found |= Q(**{f"{PADDED[name]}__contains": f" {value} "})
            case "amount":
                lowest = Q(amount_min=None) | Q(amount_min__lte=int(value))
                found |= lowest & (Q(amount_max=None) | Q(amount_max__gte=int(value)))
            case _:
                found |= Q(**{name: value})
    return found


class FundingFilter(filters.FilterSet):
    """Facets of the funding finder; the HTML page and the API read the same parameters."""

    eligible = filters.MultipleChoiceFilter(label=_("Wer sind Sie?"), method="under", choices=Eligible.choices)
    area = filters.MultipleChoiceFilter(label=_("Bereich"), method="under", choices=FundingArea.choices)
    amount = filters.ChoiceFilter(
        label=_("So viel brauche ich"), method="under", choices=[(str(number), str(number)) for number in AMOUNTS]
    )
    region = filters.MultipleChoiceFilter(label=_("Gebiet"), method="under", choices=FundingRegion.choices)
    status = filters.MultipleChoiceFilter(label=_("Stand der Förderung"), method="under", choices=FundingStatus.choices)
    sort = filters.ChoiceFilter(label=_("Sortieren nach"), method="in_order", choices=list(ORDERS.items()))

    class Meta:
        model = ProgrammePage
        fields: list[str] = []

    def under(self, programmes: QuerySet, name: str, value: str | list[str]) -> QuerySet:
        values = value if isinstance(value, list) else [value]
        return programmes.filter(condition(name, values)) if values else programmes

    def in_order(self, programmes: QuerySet, name: str, value: str) -> QuerySet:
        """Sort; django-filter asks only where a wish is given, hence `in_usual_order`."""
        return programmes.order_by("title", "pk") if value == "name" else in_usual_order(programmes)


def in_usual_order(programmes: QuerySet) -> QuerySet:
    """Sort by the next deadline; what has none, or is closed, comes behind."""
    is_coming = Q(deadline__gte=timezone.localdate()) & ~Q(status=FundingStatus.CLOSED)
    programmes = programmes.alias(
        coming=Case(When(is_coming, then=F("deadline"))),
        is_closed=Case(When(status=FundingStatus.CLOSED, then=Value(1)), default=Value(0)),
    )
    return programmes.order_by("is_closed", F("coming").asc(nulls_last=True), "title", "pk")

"""Views of the CMS that leave an entry in the journal when personal data are read, and keep locked cases covered."""

from django.db.models import QuerySet

from vorgang.journal.writing import record
from vorgang.keeping.restriction import for_staff
from vorgang.models import Case
from vorgang.states import StaffAction


class JournalledListMixin:
    """A list whose reading and exporting is written down; `journal_subject()` may name what it is narrowed to."""

    def journal_subject(self):
        return self.model

    def unlocked(self, rows: QuerySet) -> QuerySet:
        return rows.filter(restricted_at__isnull=True) if issubclass(self.model, Case) else rows

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(self.unlocked(queryset), spreadsheet_format)

    def search_queryset(self, queryset):
        # A hit would tell what a covered row says.
        return super().search_queryset(self.unlocked(queryset) if self.is_searching else queryset)

    def get_table(self, object_list):
        return super().get_table([for_staff(row) for row in object_list])

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        record(
            self.request.user,
            StaffAction.EXPORTED if self.is_export else StaffAction.LISTED,
            self.journal_subject(),
            reason=self.request.GET["export"] if self.is_export else "",
            number=len(context["object_list"]),
        )
        return response


class JournalledInspectMixin:
    """One row whose opening is written down."""

    def get_object(self, queryset=None):
        return for_staff(super().get_object(queryset))

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        record(request.user, StaffAction.OPENED, self.object)
        return response

"""Views of the CMS that leave an entry in the journal when personal data are read."""

from vorgang.journal import record
from vorgang.states import StaffAction


class JournalledListMixin:
    """A list whose reading and exporting is written down; `journal_subject()` may name what it is narrowed to."""

    def journal_subject(self):
        return self.model

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

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        record(request.user, StaffAction.OPENED, self.object)
        return response

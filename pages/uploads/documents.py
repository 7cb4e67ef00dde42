"""The document form of the CMS: a file that is what its name says, that has room on the disk, and against which no
scanner has anything. The forms of Wagtail's API for authors and of many files at once are made of it, too.

Set WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.uploads.documents.CheckedDocumentForm".
"""

from wagtail.documents.forms import BaseDocumentForm

from pages.uploads.free_space import check_room_for
from pages.uploads.kinds import check_kind_of
from pages.uploads.scanner import check_for_malware


class CheckedDocumentForm(BaseDocumentForm):
    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and "file" in self.changed_data:
            check_room_for(upload)
            check_kind_of(upload)
            check_for_malware(upload)
        return upload

    def add_error(self, field, error) -> None:
        if field is None and "file" in self._errors:
            # The model misses the file that was refused above, and would complain of its extension.
            getattr(error, "error_dict", {}).pop("file", None)
        super().add_error(field, error)

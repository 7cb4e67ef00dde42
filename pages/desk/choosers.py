"""What the choosers of every room share."""


class ChoosingOnly:
    """Put before a chooser view set that has no form for new things.

    Wagtail 8.0 registers the address of that form nevertheless, and fails when somebody sends to it.
    """

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]

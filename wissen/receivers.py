"""What follows when figures change and answers are published."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published

from wissen.models import FigureValue, QuestionPage
from wissen.review import close_flags, flag_uses_of


def on_figure_changed(instance: FigureValue, raw: bool = False, **kwargs) -> None:
    if not raw:
        flag_uses_of(instance.figure)


def on_answer_published(instance, **kwargs) -> None:
    if isinstance(instance, QuestionPage):
        close_flags(instance)


def connect() -> None:
    """Connect everything; called once from WissenConfig.ready()."""
    for signal in (post_save, post_delete):
        signal.connect(on_figure_changed, sender=FigureValue, dispatch_uid="wissen.figures")
    page_published.connect(on_answer_published, dispatch_uid="wissen.published")

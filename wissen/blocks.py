"""The blocks of an answer, beside those that every page has."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks import PROSE, DocumentsBlock, ProseBlock
from pages.placeholders import PLACEHOLDERS
from pages.table_block import CaptionedTableBlock
from wissen.figures import figure_choices, figures
from wissen.wording import money

LINE = ["bold", "link", *PLACEHOLDERS]
NAMES_HELP = _("{kurzname} setzt den heutigen Wert einer Kennzahl ein. Alle Kurznamen stehen unter Wissen, Kennzahlen.")


class FigureChoiceBlock(blocks.ChoiceBlock):
    """One figure of the register, by its key."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Kennzahl"))
        super().__init__(choices=figure_choices, **kwargs)

    def normalize_choice(self, value: str | None) -> str | None:
        """Return a key as it is: Wagtail would write out the whole register for each one that a page is read with."""
        return value

    def get_searchable_content(self, value: str | None) -> list[str]:
        """Return the figure's name with its value; nothing where none is chosen, nor what the empty choice says."""
        known = figures().get(value) if self.search_index and value else None
        return [known.label] if known else []


class StepsBlock(blocks.StructBlock):
    """What to do, one thing after the other."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    items = blocks.ListBlock(blocks.RichTextBlock(features=LINE, label=_("Schritt")), label=_("Schritte"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Schritte")
        template = "wissen/blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    """What to think of, in any order."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    items = blocks.ListBlock(blocks.RichTextBlock(features=LINE, label=_("Punkt")), label=_("Punkte"), min_num=1)

    class Meta:
        icon = "tick"
        label = _("Checkliste")
        template = "wissen/blocks/checklist.html"


class CalculationLineBlock(blocks.StructBlock):
    """One line: an amount, or a figure of the register, perhaps several times or a part of it."""

    label = blocks.CharBlock(label=_("Bezeichnung"), max_length=160)
    figure = FigureChoiceBlock(required=False)
    times = blocks.IntegerBlock(label=_("mal"), required=False, min_value=1, max_value=1000)
    divide = blocks.IntegerBlock(label=_("geteilt durch"), required=False, min_value=1, max_value=1000)
    amount = blocks.DecimalBlock(
        label=_("oder Betrag in Euro"), required=False, help_text=_("Mit Minus davor wird er abgezogen.")
    )

    class Meta:
        label = _("Zeile")
        icon = "order"


class CalculationBlock(blocks.StructBlock):
    """An example that is worked out with the values of the day."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    intro = blocks.TextBlock(label=_("Worum es geht"), required=False, max_length=600, help_text=NAMES_HELP)
    lines = blocks.ListBlock(CalculationLineBlock(), label=_("Zeilen"), min_num=1)
    result = blocks.CharBlock(label=_("Bezeichnung des Ergebnisses"), max_length=120)
    note = blocks.TextBlock(label=_("Was daraus folgt"), required=False, max_length=600, help_text=NAMES_HELP)

    class Meta:
        icon = "order"
        label = _("Rechenbeispiel")
        template = "wissen/blocks/calculation.html"

    def get_context(self, value, parent_context=None):
        return {**super().get_context(value, parent_context=parent_context), **worked_out(value)}


def worked_out(value) -> dict:
    """Return the lines of a calculation with their amounts of today, and the sum: {"rows": …, "total": …}."""
    rows, total = [], Decimal(0)
    for line in value["lines"]:
        amount = amount_of(line)
        total += amount
        rows.append({"label": line["label"], "amount": money(amount)})
    return {"rows": rows, "total": money(total)}


def amount_of(line) -> Decimal:
    """Return what a line of a calculation comes to today, in euro."""
    if line.get("figure"):
        known = figures().get(line["figure"])
        value = known.value() if known else None
        amount = value.value if value else Decimal(0)
        return amount * (line.get("times") or 1) / (line.get("divide") or 1)
    return Decimal(line.get("amount") or 0)


class WarningBlock(blocks.StructBlock):
    """What goes wrong easily."""

    text = blocks.RichTextBlock(features=LINE, label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Achtung")
        template = "wissen/blocks/warning.html"


class FigureTableBlock(CaptionedTableBlock):
    """A table that says how figures get into its cells."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault(
            "help_text",
            _(
                "Mit Überschrift („Caption“) und Kopfzeile. {kurzname} setzt in einer Zelle eine Kennzahl ein. "
                "Alle Kurznamen stehen unter Wissen, Kennzahlen."
            ),
        )
        super().__init__(*args, **kwargs)


class FigureHistoryBlock(blocks.StructBlock):
    """What a figure was, is and will be, from the register."""

    figure = FigureChoiceBlock()

    class Meta:
        icon = "history"
        label = _("Kennzahl: bisher und ab wann")
        template = "wissen/blocks/figure_history.html"

    def get_context(self, value, parent_context=None):
        known = figures().get(value["figure"])
        return {**super().get_context(value, parent_context=parent_context), "known": known}


class SampleBlock(blocks.StructBlock):
    """Wording to copy: a clause, a form, a letter."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    text = blocks.RichTextBlock(features=["bold", "ol", "ul", *PLACEHOLDERS], label=_("Text"))

    class Meta:
        icon = "copy"
        label = _("Mustertext")
        template = "wissen/blocks/sample.html"


class AnswerBlock(blocks.StreamBlock):
    """The answer to a question in full."""

    text = ProseBlock(features=PROSE)
    steps = StepsBlock()
    checklist = ChecklistBlock()
    calculation = CalculationBlock()
    warning = WarningBlock()
    table = FigureTableBlock()
    figure_history = FigureHistoryBlock()
    sample = SampleBlock()
    documents = DocumentsBlock()

    class Meta:
        template = "pages/blocks/body.html"

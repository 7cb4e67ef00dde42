"""Plain German: what people read here reads easily, and every refusal says what to do."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from koordination.demo.content import read
from kurse.booking.lifecycle import cancel, confirm, request_booking
from tests.koordination.readability import ease, plain
from tests.kurse.test_booking import person
from tests.vorgang.cases import message_request
from tests.vorgang.test_own_data import link_to_all
from vorgang.inbox import work
from vorgang.outbox.queue import send_due
from vorgang.own_data import rights
from vorgang.states import MessageKind

PLAIN = 60
ROOMS = ("pages", "vorgang", "kurse", "orte")
# What tells somebody to act: a polite imperative, the values that are allowed, or the rule to follow.
ASKS = re.compile(r"\b[Bb]itte\b|\b\w+(?:en|ln) Sie\b|\bSie können\b|Möglich sind:|\bmuss\b")


def texts_of_the_demo() -> dict[str, str]:
    """Return the pages by which the office serves people; legal pages quote the law and are measured elsewhere."""
    found = {entry["slug"]: f"<p>{entry['summary']}</p>{entry['body']}" for entry in read("pages")["page"]}
    found |= {entry["slug"]: f"<p>{entry['summary']}</p>{entry['body']}" for entry in read("courses")["course"]}
    return found | {entry["slug"]: f"<p>{entry['summary']}</p>{entry['body']}" for entry in read("news")["news"]}


@pytest.mark.goal("B18")
def test_the_service_pages_of_the_demo_read_easily(measured):
    eases = {slug: round(ease(plain(html)), 1) for slug, html in texts_of_the_demo().items()}

    assert hard(eases) == {}
    measured(f"Flesch-Amstad {min(eases.values())} bis {max(eases.values())} auf {len(eases)} Seiten")


def hard(eases: dict[str, float]) -> dict[str, float]:
    """Return those of some texts that do not read easily."""
    return {name: score for name, score in eases.items() if score < PLAIN}


@pytest.mark.goal("B18")
def test_official_german_is_noticed():
    """Negative control of the tests about texts that read easily."""
    decree = "Die Inanspruchnahme der Anspruchsberechtigung bedarf der Genehmigung der zuständigen Aufsichtsbehörde."
    simple = "Das Haus ist rot. Der Hund ist da."

    eases = {text: ease(plain(f"<p>{text}</p>")) for text in (decree, simple)}

    assert list(hard(eases)) == [decree]
    assert (eases[decree] < 30, eases[simple] > 100) == (True, True)


@pytest.mark.django_db
@pytest.mark.goal("B18")
def test_the_mails_to_people_read_easily(course, mailoutbox, coordinator, measured):
    booking = request_booking(course.pk, person())
    send_due()
    confirm(booking)
    send_due()
    cancel(booking)
    message = work.receive_message(message_request())
    report = work.receive_message(message_request(kind=MessageKind.ILLEGAL_CONTENT))
    work.reply(report, "Wir haben den Inhalt entfernt.", author=coordinator)
    work.request_lost_link(message.email, "de")
    rights.request_own_data(message.email, "de")
    rights.request_new_address(message.email, "neu@beispiel.example", "de")
    send_due()

    to_people = [mail for mail in mailoutbox if mail.to != ["ehrenamt@musterkreis.example"]]
    # Below the greeting stand name, phone and the titles of the legal pages: no running text.
    eases = {mail.subject: round(ease(mail.body.split("Freundliche Grüße")[0]), 1) for mail in to_people}
    assert hard(eases) == {}
    measured(f"Flesch-Amstad {min(eases.values())} bis {max(eases.values())} in {len(eases)} E-Mails")


@pytest.mark.django_db
@pytest.mark.goal("B18")
def test_the_pages_with_forms_read_easily(client, course, measured):
    work.receive_message(message_request())
    token = link_to_all()
    urls = [reverse(name) for name in ("vorgang_contact", "vorgang_lost_link", "vorgang_own_data_request")]
    urls += [reverse(name) for name in ("vorgang_own_data_sent", "vorgang_own_data_erased", "vorgang_contact_sent")]
    urls += [reverse(name) for name in ("wissen_ask", "wissen_asked", "wissen_reminder_sent")]
    urls += [f"{reverse('vorgang_contact')}?art={kind}" for kind in ("barriere", "inhalt")]
    urls += [reverse(name, args=[token]) for name in ("vorgang_new_address", "vorgang_forget_all")]
    urls.append(reverse("kurse_book", args=[course.pk]))

    eases = {url.replace(token, "…"): round(ease(main_of(client.get(url))), 1) for url in urls}

    assert hard(eases) == {}
    measured(f"Flesch-Amstad {min(eases.values())} bis {max(eases.values())} auf {len(eases)} Formularseiten")


def main_of(response) -> str:
    """Return the running text of a page: a label such as "E-Mail-Adresse" is no sentence."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return plain("".join(re.findall(r"<(?:p|li|h1|h2)\b.*?</(?:p|li|h1|h2)>", main, re.DOTALL)))


# ------------------------------------------------------------------ refusals


def refusals(source: str) -> list[str]:
    """Return the German sentences by which a module refuses something: of errors, forms and validators."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name("ValidationError") | ast.Attribute(attr="ValidationError"), args=[first, *_]):
                found += sentences_in(first)
            case ast.Call(func=ast.Attribute(attr="add_error"), args=[_, message]):
                found += sentences_in(message)
            case ast.Assign(targets=[ast.Name("message")], value=ast.Call(func=ast.Name("_")) as value):
                found += sentences_in(value)
            case ast.keyword(arg="error_messages", value=ast.Dict(values=values)):
                found += [text for value in values for text in sentences_in(value)]
            case ast.keyword(arg="violation_error_message", value=value):
                found += sentences_in(value)
    return found


def sentences_in(node: ast.AST) -> list[str]:
    """Return what is said inside `_("…")` below a node."""
    return [
        call.args[0].value
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "gettext", "gettext_lazy"}
        and isinstance(call.args[0], ast.Constant)
    ]


def all_refusals() -> list[tuple[str, str]]:
    modules = [path for room in ROOMS for path in sorted((Path(settings.BASE_DIR) / room).rglob("*.py"))]
    return [(path.name, text) for path in modules for text in refusals(path.read_text(encoding="utf-8"))]


@pytest.mark.goal("B18")
def test_every_refusal_says_what_to_do(measured):
    told = all_refusals()

    assert without_advice(told) == []
    assert len(told) > 50
    measured(f"{len(told)} von {len(told)} Fehlertexten sagen, was zu tun ist")


def without_advice(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of some (module, refusal) that do not say what to do."""
    return [(module, text) for module, text in told if not ASKS.search(text)]


@pytest.mark.goal("B18")
def test_a_refusal_that_only_refuses_is_noticed():
    """Negative control of the test above."""
    source = 'raise ValidationError(_("Ungültig."))\nform.add_error("name", _("Bitte nennen Sie einen Namen."))'

    told = [("forms.py", text) for text in refusals(source)]

    assert (len(told), without_advice(told)) == (2, [("forms.py", "Ungültig.")])

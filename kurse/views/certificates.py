"""Checking a certificate, for anybody who holds one, and fetching one's own by the link of the booking."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurse import conf
from kurse.attendance.certificates import certificates_of, digest_of_code, digest_of_name
from kurse.attendance.check_codes import grouped, typed
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Certificate
from kurse.papers.documents import certificates_pdf
from vorgang.guards.limits import HOUR, MINUTE, answers_too_many, count, network_of
from vorgang.models import PersonalLink
from vorgang.views.cases import opened_by_link, unknown_link

# Names that may be compared with one certificate in an hour, wherever they come from.
NAMES_PER_HOUR = 20


class CheckForm(forms.Form):
    """The code of a certificate, and the name that it should bear."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Zwölf Zeichen in drei Gruppen, zum Beispiel ABCD-EFGH-JKLM."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    holder = forms.CharField(
        label=_("Name auf der Bescheinigung"),
        max_length=120,
        required=False,
        help_text=_("Wir vergleichen den Namen; gespeichert wird er nicht."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        code = typed(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("Bitte geben Sie alle zwölf Zeichen ein, wie sie auf der Bescheinigung stehen.")
            )
        return code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_too_many
def check_certificate(request: HttpRequest, code: str = "") -> HttpResponse:
    """Say whether a certificate is genuine, and whether a name belongs to it; it tells no name itself."""
    sent = request.POST if request.method == "POST" else ({"code": code} if code else None)
    form = CheckForm(sent)
    context = {"form": form}
    status = 200
    if form.is_bound and form.is_valid():
        context |= verdict(request, form.cleaned_data["code"], form.cleaned_data["holder"])
        form.initial = {"code": grouped(form.cleaned_data["code"])}
    elif form.is_bound:
        status = 422
    response = render(request, "kurse/certificate_check.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


def verdict(request: HttpRequest, code: str, name: str) -> dict:
    """Return what is known of a code: the certificate, and whether the name is that of its person.

    Every question counts, the right ones too; raises TooManyRequests.
    """
    count("certificate", network_of(request), limit=conf.checks_per_minute(), seconds=MINUTE)
    digest = digest_of_code(code)
    if name:
        count("certificate-name", digest, limit=NAMES_PER_HOUR, seconds=HOUR)
    certificate = Certificate.objects.filter(code_digest=digest).first()
    fits = certificate is not None and certificate.name_digest == digest_of_name(code, name)
    return {
        "is_checked": True,
        "certificate": certificate,
        "facts": facts(certificate) if certificate else [],
        "name": name,
        "fits": fits,
    }


def facts(certificate: Certificate) -> list[dict]:
    """Return what a certificate says of its course, as pairs for components/description_list.html."""
    days = dict.fromkeys([certificate.begins_on, certificate.ends_on])
    pairs = [
        (_("Kurs"), certificate.course_title),
        (_("Zeitraum"), " – ".join(date_format(day, "d.m.Y") for day in days)),
        (_("Ausgestellt am"), date_format(certificate.issued_on, "d.m.Y")),
    ]
    return [{"term": term, "text": text} for term, text in pairs]


@require_safe
@opened_by_link
def own_certificates(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Answer the certificates of a booking to whoever holds its link, whose page says how it stands without one."""
    if link.purpose != LINK_PURPOSE or not isinstance(link.target, Booking):
        return unknown_link(request)
    issued = certificates_of(link.target)
    if not issued:
        return redirect("vorgang_personal_page", token)
    response = HttpResponse(certificates_pdf(issued, link.target.language), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="bescheinigung.pdf"'
    return response

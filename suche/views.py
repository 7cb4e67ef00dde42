"""The page of results."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pages.open_pages import open_pages
from suche.forms import question_of
from suche.noting.spool import note_followed, note_search
from suche.searching.results import answer, still_open
from suche.suggesting.starts import SUGGESTED, suggest


def address(**values: str) -> str:
    """Return the address of a search with these parameters; empty ones are left out."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{reverse('suche')}?{query}" if query else reverse("suche")


def is_new_search(request: HttpRequest) -> bool:
    """Whether something new is asked; turning the page and filtering ask the same again, and so does a suggestion."""
    again = ("art", "thema", "gemeinde", "sprache", "stand", "genau", SUGGESTED)
    return request.GET.get("page", "1") == "1" and not any(request.GET.get(name) for name in again)


# Everybody asks something else; a store of such pages would only be filled up.
@require_safe
@cache_control(private=True, no_store=True)
def search_page(request: HttpRequest) -> HttpResponse:
    """Show the form, and the hits for what was typed; a page that cannot search says so and stays usable."""
    question = question_of(request, request.GET)
    results = answer(request, question, request.GET.get("page", "1")) if question.text else None
    if results and request.method == "GET" and is_new_search(request):
        note_search(results, request.GET.get("zuvor", ""))
    chosen = {
        "art": question.kind,
        "thema": question.topic,
        "gemeinde": question.municipality,
        "sprache": question.hit_language,
        "stand": question.age,
    }
    context = {
        "question": question,
        "results": results,
        "trail": [(_("Suche"), reverse("suche"))],
        "literal_url": address(q=question.text, **chosen, genau="1"),
        "corrected_url": address(q=results.correction, art=question.kind, zuvor=question.text) if results else "",
        "followed_url": f"{reverse('suche_followed')}?{urlencode({'q': question.text})}",
    }
    if results:
        kept = {"q": question.text, "genau": "1" if question.literal else "", **chosen}
        # Of more hits than an engine returns each number is that of the best ones.
        more = "+" if results.found.is_cut else ""
        context["facets"] = [
            {
                "facet": facet,
                "options": [
                    {
                        **vars(option),
                        "count": f"{option.count}{more}",
                        "url": address(**{**kept, facet.parameter: option.value}),
                    }
                    for option in facet.options
                ],
            }
            for facet in results.facets
        ]
    return render(request, "suche/search.html", context, status=503 if results and results.found.failed else 200)


@require_safe
@cache_control(private=True, no_store=True)
def followed(request: HttpRequest) -> HttpResponse:
    """Note for the report that somebody opened a hit: the page of results tells it while the browser leaves."""
    if request.method == "GET":
        note_followed(question_of(request, request.GET))
    return HttpResponse(status=204)


@require_safe
@cache_control(private=True, max_age=60)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer what the field of the search offers while somebody types; without it the form works all the same."""
    question = question_of(request, request.GET)
    opened = open_pages(request)
    found = suggest(
        question.text, question.site, question.language, lambda keys: still_open(keys, opened), question.kind
    )
    return JsonResponse({"suggestions": [vars(one) for one in found]})

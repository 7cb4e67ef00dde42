"""What only the assembled site knows: which paths are the API and the CMS."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

# Not part of any language tree, so their 404 stays a 404.
LANGUAGE_FREE = ("/api/", "/admin/", "/documents/", "/bilder/", "/media/", "/static/", "/metrics", "/.well-known/")


class ApiSafeLocaleMiddleware(LocaleMiddleware):
    """Choose the language, without turning an API's 404 into a redirect to /de/api/…"""

    def process_request(self, request):
        super().process_request(request)
        permitted = {code for code, _label in settings.WAGTAILADMIN_PERMITTED_LANGUAGES}
        if request.path_info.startswith("/admin/") and translation.get_language() not in permitted:
            # The office works in one language, whatever its browsers prefer.
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE

    def process_response(self, request, response):
        if request.path_info.startswith("/api/"):
            # A cache must not give one language's answer to the other.
            patch_vary_headers(response, ["Accept-Language"])
        if request.path_info.startswith(LANGUAGE_FREE):
            return response
        return super().process_response(request, response)


class PathPolicyMiddleware(CSPMiddleware):
    """Send the strict content security policy, and the CMS's own (docs/adr/0009) on its paths only."""

    def process_response(self, request, response):
        if request.path_info.startswith("/admin/"):
            # A preview comes with the public policy, which forbids its frame.
            response.headers.pop(HEADER, None)
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)


class CmsVerbMiddleware:
    """Keep PUT, PATCH and DELETE for the few addresses of the CMS whose scripts save by them.

    A delete view of Django deletes at DELETE without its form, so without the log, the hooks and the verbs of
    the rooms; and a view that is a function takes any verb for GET.
    """

    verbs = frozenset({"PUT", "PATCH", "DELETE"})
    saved_by_scripts = frozenset(
        {
            "wagtailadmin_dismissibles",
            "wagtail_localize:edit_string_translation",
            "wagtail_localize:edit_override",
        }
    )
    # The preview beside an editor is thrown away by DELETE.
    preview = "preview_on_"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.method not in self.verbs or not request.path_info.startswith("/admin/"):
            return None
        match = request.resolver_match
        if match.view_name in self.saved_by_scripts or (match.url_name or "").startswith(self.preview):
            return None
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

"""What only the assembled site knows: which paths are the API and the CMS."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
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

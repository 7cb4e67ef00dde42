"""The addresses of the accounts, inside the CMS's own path; allauth finds its pages by these names.

Only what is named here exists: no sign-up, no login by link, no passkey without a password.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LogoutView

from koordination.accounts.views import CodesFileView, LoginView, PasswordResetView, entrance, own_account

urlpatterns = [
    # In front of Wagtail's own addresses, which stay known by their names.
    path("login/", entrance(LoginView.as_view()), name="account_login"),
    path("password_reset/", entrance(PasswordResetView.as_view()), name="account_reset_password"),
    # Wagtail's own takes the session's cookie away from whoever only opens the address.
    path("logout/", require_POST(LogoutView.as_view()), name="wagtailadmin_logout"),
    path("zugang/anmelden/", entrance(base.authenticate), name="mfa_authenticate"),
    path("zugang/", own_account(base.index), name="mfa_index"),
    path("zugang/passwort/", own_account(account_views.reauthenticate), name="account_reauthenticate"),
    path("zugang/code/", own_account(base.reauthenticate), name="mfa_reauthenticate"),
    path(
        "zugang/schluessel/bestaetigen/", own_account(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"
    ),
    path("zugang/app/", own_account(app.activate_totp), name="mfa_activate_totp"),
    path("zugang/app/entfernen/", own_account(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("zugang/schluessel/", own_account(keys.list_webauthn), name="mfa_list_webauthn"),
    path("zugang/schluessel/neu/", own_account(keys.add_webauthn), name="mfa_add_webauthn"),
    path("zugang/schluessel/<int:pk>/", own_account(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("zugang/schluessel/<int:pk>/entfernen/", own_account(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("zugang/ersatzcodes/", own_account(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("zugang/ersatzcodes/neu/", own_account(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("zugang/ersatzcodes/datei/", own_account(CodesFileView.as_view()), name="mfa_download_recovery_codes"),
]

"""Settings of the accounts of the CMS: failed logins, second factor, sessions, forgotten passwords."""

from datetime import timedelta

from koordination.settings.environment import checked, env

# axes looks first whether a login is allowed at all; it logs nobody in itself.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# ------------------------------------------------------------- failed logins

AXES_HANDLER = "koordination.accounts.attempts.LoginAttempts"
KOORDINATION_LOGIN_FAILURES = AXES_FAILURE_LIMIT = checked("KOORDINATION_LOGIN_FAILURES", env.int, 6)
KOORDINATION_LOGIN_FAILURES_PER_ADDRESS = checked("KOORDINATION_LOGIN_FAILURES_PER_ADDRESS", env.int, 60)
KOORDINATION_LOGIN_LOCK_MINUTES = checked("KOORDINATION_LOGIN_LOCK_MINUTES", env.int, 15)
AXES_COOLOFF_TIME = timedelta(minutes=KOORDINATION_LOGIN_LOCK_MINUTES)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "koordination.accounts.attempts.address_of"
AXES_LOCKOUT_CALLABLE = "koordination.accounts.attempts.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
# Who logged in when is nobody's business; Wagtail's own log says who changed what.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# ------------------------------------------------------------- second factor

# Names of groups, or * for everybody who may enter the CMS.
KOORDINATION_MFA_REQUIRED_ROLES = env.list("KOORDINATION_MFA_REQUIRED_ROLES", default=[])
MFA_ADAPTER = "koordination.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = env.str("CMS_NAME", default="Koordination")
MFA_FORMS = {
    "authenticate": "koordination.accounts.forms.AuthenticateForm",
    "authenticate_webauthn": "koordination.accounts.forms.AuthenticateKeyForm",
    "reauthenticate": "koordination.accounts.forms.ReauthenticateForm",
    "reauthenticate_webauthn": "koordination.accounts.forms.ReauthenticateKeyForm",
    "activate_totp": "koordination.accounts.forms.ActivateAppForm",
    "add_webauthn": "koordination.accounts.forms.AddKeyForm",
    "edit_webauthn": "koordination.accounts.forms.EditKeyForm",
}
ACCOUNT_ADAPTER = "koordination.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
# Wrong codes are counted by axes; this adds a limit per person over all addresses, which only
# somebody who knows the password can use up.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/h/key", "reauthenticate": "10/m/user"}

# ------------------------------------------------------------------ sessions

KOORDINATION_SESSION_HOURS = checked("KOORDINATION_SESSION_HOURS", env.int, 12)
KOORDINATION_SESSION_IDLE_MINUTES = checked("KOORDINATION_SESSION_IDLE_MINUTES", env.int, 30)
SESSION_COOKIE_AGE = KOORDINATION_SESSION_HOURS * 60 * 60

# -------------------------------------------------------- login and password

WAGTAILADMIN_USER_LOGIN_FORM = "koordination.accounts.forms.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "koordination.accounts.password_reset.PasswordResetForm"  # noqa: S105
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

"""Settings: every value an organisation may change comes from the environment (.env.example, docs/production.md).

`PEERWORK_ENV` is production unless it says demo: nothing is loosened by forgetting it.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from peerwork import environment as env

env.load()

BASE_DIR = env.BASE
ENVIRONMENT = env.text("ENV", "production")
DEMO = ENVIRONMENT == "demo"
PRODUCTION = not DEMO
VAR = Path(env.text("VAR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.kept_secret("SECRET_KEY", VAR) if DEMO else env.text("SECRET_KEY")
SEAL_KEYS = env.words("SEAL_KEYS") or ([f"demo:{env.kept_secret('SEAL_KEY', VAR, size=32)}"] if DEMO else [])
ALLOWED_HOSTS = env.words("HOSTS", "localhost,127.0.0.1" if DEMO else "")
SITE_URL = env.text("SITE_URL", "http://localhost:8000" if DEMO else "").rstrip("/")
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "peerwork.kit",
    "peerwork.people",
    "peerwork.placements",
    "peerwork.development",
    "peerwork.recruitment",
    "peerwork.supervision",
    "peerwork.training",
    "peerwork.adjustments",
    "peerwork.mix",
    "peerwork.joining",
    "peerwork.readiness",
    "peerwork.home",
    "peerwork.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "simple_history",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "peerwork.kit.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "peerwork.people.middleware.Gate",
    "peerwork.home.wording.OwnWords",
    "peerwork.kit.middleware.Answers",
]

ROOT_URLCONF = "peerwork.urls"
WSGI_APPLICATION = "peerwork.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "peerwork" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "peerwork.home.context.page",
            ],
            "builtins": ["peerwork.kit.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "peerwork.kit.forms.Renderer"

DATABASES = {"default": env.database(env.os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'peerwork.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Limits on sign-in attempts must be shared by every worker process, so the cache is in the database too.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"}}

# Sign-in ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # addresses are unique whatever their capitals: a constraint on Lower(email)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "peerwork.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "peerwork.people.adapters.OpenIDAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made only by accepting an invitation sent to its address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
ACCOUNT_FORMS = {
    "login": "peerwork.people.allauth_forms.Login",
    "reset_password": "peerwork.people.allauth_forms.ResetPassword",
    "reset_password_from_key": "peerwork.people.allauth_forms.ResetPasswordKey",
    "change_password": "peerwork.people.allauth_forms.ChangePassword",
    "reauthenticate": "peerwork.people.allauth_forms.Reauthenticate",
}
MFA_ADAPTER = "peerwork.people.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "peerwork.people.allauth_forms.SecondStep",
    "reauthenticate": "peerwork.people.allauth_forms.SecondStepAgain",
    "activate_totp": "peerwork.people.allauth_forms.AddApp",
    "add_webauthn": "peerwork.people.allauth_forms.AddPasskey",
    "edit_webauthn": "peerwork.people.allauth_forms.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Peerwork"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_REQUIRED = not DEMO or env.flag("DEMO_MFA")
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_STORE_TOKENS = False
# A link, not a form: browsers hold a form's redirect against form-action, and the provider may sit on any host.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": env.text("OIDC_ID", "sso"),
                "name": env.text("OIDC_NAME", "your organisation"),
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": env.text("OIDC_SERVER_URL"), "oauth_pkce_enabled": True},
            }
        ]
        if env.text("OIDC_SERVER_URL")
        else []
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 30)
SESSION_HOURS = env.number("SESSION_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way back from single sign-on
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "peerwork.kit.views.csrf_failure"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The health endpoints answer a load balancer that speaks plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language, time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "peerwork" / "locale"]
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")  # shown; stored in UTC
DATE_FORMAT = "j F Y"

# Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "peerwork" / "static"]
FILES_ROOT = Path(env.text("FILES", str(VAR / "files")))  # private uploads; no URL serves this folder
STAGING_ROOT = Path(env.text("STAGING", str(VAR / "staging")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CLAMD = env.text("CLAMD")  # a virus scanner: host:port or a socket's path; empty: none
UPLOAD_LIMIT = env.number("UPLOAD_MEGABYTES", 20) * 1024 * 1024
IMPORT_LIMIT = env.number("IMPORT_MEGABYTES", 1200) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600

# Mail ------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = env.text("SMTP_HOST")
EMAIL_PORT = env.number("SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("SMTP_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "Peerwork <peerwork@localhost>")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# API -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["peerwork.api.kit.SessionAuth", "peerwork.api.kit.TokenAuth"],
    "DEFAULT_PERMISSION_CLASSES": ["peerwork.api.kit.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["peerwork.api.kit.JSON"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_PAGINATION_CLASS": "peerwork.api.kit.Pages",
    "DEFAULT_FILTER_BACKENDS": ["peerwork.api.kit.ReadableOrdering"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["peerwork.api.kit.Throttle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.text("API_RATE", "600/min")},
    "EXCEPTION_HANDLER": "peerwork.api.kit.problem",
    "UNAUTHENTICATED_USER": "peerwork.people.models.Anonymous",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Peerwork",
    "DESCRIPTION": "The same records, rules and verbs as the pages: what you may not see there is not here either.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["peerwork.api.kit.SignedIn"],
    "POSTPROCESSING_HOOKS": ["peerwork.api.kit.document_errors"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
}

# History ---------------------------------------------------------------------------------------------------------
SIMPLE_HISTORY_ENABLED = True
SIMPLE_HISTORY_DATE_INDEX = "Composite"
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

METRICS = env.flag("METRICS")
METRICS_TOKEN = env.text("METRICS_TOKEN")
LOG_FORMAT = env.text("LOG_FORMAT", "text" if DEMO else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "peerwork.kit.logs.JSONLines"},
        "text": {"()": "peerwork.kit.logs.TextLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # Statements with their values, at level DEBUG, would put personal content in the log.
    "loggers": {"django.request": {"level": "ERROR"}, "django.db.backends": {"level": "INFO"}},
}

# An organisation's own words and figures; each can be changed on its set-up page, these are the defaults.
PEERWORK = {
    "SERVICE_NAME": env.text("SERVICE_NAME", "Peerwork"),
    "HIDE_UP_TO": 7,  # counts of people from 0 to this are not shown (access.md, release rules)
    "ROUND_TO": 5,
    "FOLD_TEAMS_UNDER": 5,
    "IMPORT_MAX_BAD_SHARE": 0.05,
}

"""The one settings file: everything that differs between installations comes from the environment."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from courtcms import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent

# What this installation is
DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
PORT = env.number("PORT", 8000)
PUBLIC_URL = env.text("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
COURTCMS_HOME = env.folder("COURTCMS_HOME", BASE_DIR / "var")
_public = urlsplit(PUBLIC_URL)
IS_HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname or "127.0.0.1", *env.text("ALLOWED_HOSTS", "").split()]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Outside systems, each replaced by its address alone
_beside = f"http://{_public.hostname if DEMO else '127.0.0.1'}:"
WITNESS_URL = env.text("WITNESS_URL", f"{_beside}{PORT + 1}")
ASAN_ISSUER = env.text("ASAN_ISSUER", f"{_beside}{PORT + 2}")
ASAN_CLIENT_ID = env.text("ASAN_CLIENT_ID", "courtcms")
ASAN_CLIENT_SECRET = env.text("ASAN_CLIENT_SECRET", "courtcms-demo" if DEMO else "")
POPULATION_REGISTER_URL = env.text("POPULATION_REGISTER_URL", f"{_beside}{PORT + 3}/population/")
TAX_REGISTER_URL = env.text("TAX_REGISTER_URL", f"{_beside}{PORT + 3}/tax/")
REGISTER_TRUST = env.text("REGISTER_TRUST", str(COURTCMS_HOME / "registers" / "server.pem"))
REGISTER_TIMEOUT = env.number("REGISTER_TIMEOUT", 5)
SMPP_HOST = env.text("SMPP_HOST", "127.0.0.1")
SMPP_PORT = env.number("SMPP_PORT", PORT + 4)
SMPP_USER = env.text("SMPP_USER", "courtcms")
SMPP_PASSWORD = env.text("SMPP_PASSWORD", "courtcms" if DEMO else "")
SMS_SENDER = env.text("SMS_SENDER", "MEHKEME")
EMAIL_HOST = env.text("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.number("EMAIL_PORT", PORT + 5)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "CourtCMS <no-reply@courts.example>")
HSM_MODULE = env.text("HSM_MODULE", "")
HSM_TOKEN = env.text("HSM_TOKEN", "")
HSM_PIN = env.text("HSM_PIN", "")
SIGNING_AUTHORITY = env.text("SIGNING_AUTHORITY", "documents.authority.DemoAuthority" if DEMO else "")
STAMP_FONT = env.text("STAMP_FONT", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
MAIL_PAGE_URL = env.text("MAIL_PAGE_URL", f"{_beside}{PORT + 6}" if DEMO else "")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_structlog",
    "guardian",
    "simple_history",
    "core",
    "integrations",
    "journal",
    "reference",
    "accounts",
    "staff",
    "parties",
    "documents",
    "notifications",
    "support",
    "cases",
    "inquiries",
    "allocation",
    "hearings",
    "finance",
    "decisions",
    "enforcement",
    "reports",
    "desk",
    "portal",
    "courtcms.apps.HouseConfig",
]
OUR_APPS = INSTALLED_APPS[INSTALLED_APPS.index("core") :]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.request_number",
    "core.middleware.without_zero_bytes",
    "accounts.middleware.RequestLog",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "core.middleware.whole_body",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionSeen",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.second_factor",
    "core.middleware.spoken_refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "courtcms.urls"
WSGI_APPLICATION = "courtcms.wsgi.application"
FORM_RENDERER = "core.forms.CourtRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.shell",
            ],
            "builtins": [
                "core.templatetags.court",
                "core.templatetags.rights",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# Data
DATABASES = {"default": env.database(env.text("DATABASE_URL", "postgresql://courtcms@127.0.0.1:5432/courtcms"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "core.redis_cache.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "courtcms",
    }
}
MEDIA_ROOT = COURTCMS_HOME / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# More cases of one court than this waiting for a judge are an alarm (QM-2).
DRAW_BACKLOG = env.number("DRAW_BACKLOG", 20)
UPLOAD_LIMIT = env.number("UPLOAD_LIMIT_MB", 20) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# All that one form may send, its files and its fields; the server in front takes in as much.
BODY_LIMIT = UPLOAD_LIMIT + DATA_UPLOAD_MAX_MEMORY_SIZE
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", COURTCMS_HOME / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.flag("PLAIN_STATIC", DEBUG)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = env.flag("PLAIN_STATIC", DEBUG)
# Every client of a test would otherwise look through all files before its first page.
WHITENOISE_AUTOREFRESH = env.flag("TESTING", DEBUG)

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.Passwords",
    "accounts.backends.HouseRights",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if env.flag("TESTING") else []),
]
if env.flag("TESTING"):
    PASSWORD_HASHERS.reverse()
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.NotLikeThePerson"},
    {"NAME": "accounts.passwords.NotTooShort", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": "accounts.passwords.NotADemoPassword"},
]
# Court staff must show a second factor; only the demo may be without.
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", not DEMO)
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.StaffAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.AsanAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A whole court stands behind one address in the morning; single names are guarded by axes.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,5/300s/key"}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reset_password": "accounts.forms.ForgottenForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.PasswordForm",
    "reauthenticate": "accounts.forms.AgainForm",
}
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "integrations.asan_login.adapter.AsanProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "asan",
                "name": "ASAN Login",
                "client_id": ASAN_CLIENT_ID,
                "secret": ASAN_CLIENT_SECRET,
                "settings": {"server_url": ASAN_ISSUER},
            }
        ],
    }
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "CourtCMS"
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.EnrolForm",
}
USERSESSIONS_TRACK_ACTIVITY = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
AXES_RESET_ON_SUCCESS = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXY_COUNT", 0)
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_RAISE_403 = False
# Exceptional access is read by accounts.access alone, not by guardian's backend.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None
SIMPLE_HISTORY_DATE_INDEX = "composite"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.form_expired"

# Headers
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, ASAN_ISSUER],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture", "accelerometer")
}

# Languages and time
LANGUAGE_CODE = "az"
LANGUAGES = [("az", _("Azerbaijani")), ("en", _("English")), ("ru", _("Russian"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Baku"

# Spine
PLOT = "courtcms.plot"
SELF_SEALED_LOGS = "draws/"

# Work after commit
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page does not wait for a broker that is down: the sweep finds what was to be told.
_ASKED_AGAIN = {"max_retries": 1, "interval_start": 0}
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 6 * 3600, "socket_connect_timeout": 2, **_ASKED_AGAIN}
CELERY_TASK_PUBLISH_RETRY = CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(COURTCMS_HOME / "run" / "beat")
# The sealer has a worker of its own, so that no slow task delays a seal; calls that nobody took in time are void.
CELERY_TASK_ROUTES = {"journal.tasks.seal": {"queue": "sealer"}}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "seal": {"task": "journal.tasks.seal", "schedule": 2.0, "options": {"expires": 20}},
    "sweep deliveries": {"task": "journal.tasks.sweep", "schedule": 10.0},
    "sweep notices": {"task": "notifications.tasks.sweep", "schedule": 15.0},
    "heartbeat": {"task": "journal.tasks.heartbeat", "schedule": 10.0},
    "sign heads": {"task": "journal.tasks.heads", "schedule": 3600.0},
    "draw waiting cases": {"task": "allocation.tasks.sweep", "schedule": 10.0},
    "redraw cases of judges who left": {"task": "allocation.tasks.redraw_batches", "schedule": 5.0},
    "months that do not look like chance": {"task": "allocation.tasks.find_odd_months", "schedule": 24 * 3600.0},
    "count draws with the witness": {"task": "allocation.tasks.compare_counts", "schedule": 3600.0},
    "facts about judges": {"task": "allocation.tasks.keep_up_all", "schedule": 60.0},
    "the law runs": {"task": "cases.tasks.run_the_law", "schedule": crontab(hour=0, minute=5)},
    "judgments enter into force": {"task": "decisions.tasks.enter_due", "schedule": crontab(hour=0, minute=10)},
    "hearings of the day": {"task": "hearings.tasks.turn_the_day", "schedule": crontab(hour=0, minute=15)},
    "make partitions": {"task": "journal.tasks.partitions", "schedule": crontab(hour=3, minute=0)},
}

# Logs
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            # Lines of libraries too carry the request's number, the time, and a whole traceback.
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pyhanko": {"level": "WARNING"},
        "smpplib": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# core.middleware.request_number has put our own number there, whatever came from outside.
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True

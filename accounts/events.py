from django.utils.translation import gettext_lazy as _

from journal.registry import Event

SIGNED_IN = Event("accounts.signed_in", _("Signed in"), icon="log-in")
SIGN_IN_FAILED = Event("accounts.sign_in_failed", _("Sign-in failed"), icon="circle-x")
LOCKED_OUT = Event("accounts.locked_out", _("Locked out after failed sign-ins"), icon="lock")
SIGNED_OUT = Event("accounts.signed_out", _("Signed out"), icon="log-out")
SESSIONS_ENDED = Event("accounts.sessions_ended", _("Other sessions ended"), icon="monitor-x")
PASSWORD_CHANGED = Event("accounts.password_changed", _("Password changed"), icon="key-round")
SECOND_FACTOR_ADDED = Event("accounts.second_factor_added", _("Second factor set up"), icon="shield-check")
SECOND_FACTOR_REMOVED = Event("accounts.second_factor_removed", _("Second factor removed"), icon="shield-off")
USER_MADE = Event("accounts.user_made", _("User made"), icon="user-plus")
USER_CHANGED = Event("accounts.user_changed", _("User changed"), icon="user-pen")
ROLE_CHANGED = Event("accounts.role_changed", _("Role changed"), icon="shield")
POSTED = Event("accounts.posted", _("Posting made"), icon="briefcase")
POSTING_CHANGED = Event("accounts.posting_changed", _("Posting changed"), icon="briefcase")
POSTING_ENDED = Event("accounts.posting_ended", _("Posting ended"), icon="briefcase")
GRANTED = Event("accounts.granted", _("Person let into the dossier"), icon="key-round")
GRANT_CHANGED = Event("accounts.grant_changed", _("Exceptional access changed"), icon="key-round")
GRANT_ENDED = Event("accounts.grant_ended", _("Exceptional access ended"), icon="key-round")

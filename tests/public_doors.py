"""Doors that no right guards, by the name of their address; everything else must carry `@requires`.

A name may end in `*`. PUBLIC doors open to anybody; SIGNED_IN ones to whoever signed in, for their own matters;
CITIZEN ones to whoever came with a FIN and see that person's matters alone; API ones answer by their own key or rights.
"""

PUBLIC = {
    "healthz",
    "readyz",
    "metrics",
    "language",
    "gallery",
    "gallery_sheet",
    # entry
    "account_login",
    "sign_in",
    "sign_in_asan",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "admin_sign_in",
    "mfa_authenticate",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    # what the law makes public
    "portal:home",
    "portal:search",
    "portal:page",
    "draws:*",
    "allocation_public:*",
    "decisions_public:*",
    "public_hearings",
    "kiosk",
    "kiosk_find",
    "verify:*",
}
SIGNED_IN = {
    "account",
    "account_change_password",
    "account_reauthenticate",
    "mfa_*",
    "usersessions_list",
}
CITIZEN = {"cabinet:*"}
API = {"api-*"}
# Screens of the administration are guarded by accounts.backends through Django's own checks.
ADMINISTRATION = {"admin:*"}

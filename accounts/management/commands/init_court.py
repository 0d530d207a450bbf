"""A court that can work, without demo data: books, roles, templates, keys, and the first administrator."""

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.first import first_administrator
from accounts.models import User
from journal.keys import NATIONAL, make_files, path_of
from reference.models import Body

PASSWORD = "COURTCMS_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = f"Make all that a court needs to begin and its first administrator; the password: {PASSWORD}, or asked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--court", required=True, help="code of the court, as in data/courts.csv")
        parser.add_argument("--username", required=True)
        parser.add_argument("--surname", default="")
        parser.add_argument("--given-name", default="")
        parser.add_argument("--email", default="", help="to which the link for a forgotten password goes")
        parser.add_argument("--only-this-court", action="store_true", help="no keys for the other bodies yet")

    def handle(self, *args: Any, **given: Any) -> None:
        call_command("load_reference", verbosity=given["verbosity"])
        body = Body.objects.filter(code=given["court"]).first()
        if body is None:
            raise CommandError(f"No court has the code {given['court']}; see data/courts.csv.")
        if User.objects.filter(username=given["username"]).exists():
            raise CommandError(f"The user {given['username']} is there already; nothing was changed.")
        names = {
            "surname": given["surname"] or given["username"],
            "given_name": given["given_name"],
            "email": given["email"],
        }
        user = User(username=given["username"], **names)
        password = self._password(user)
        call_command("load_templates", verbosity=given["verbosity"])
        self._make_keys([body] if given["only_this_court"] else list(Body.objects.order_by("pk")), given["verbosity"])
        first_administrator(user, body, password)
        self.stdout.write(f"{user.username} administers {body.name_az}. Sign in at /sign-in/.")

    def _make_keys(self, bodies: list[Body], verbosity: int) -> None:
        """Keys of the nation, of each body's journal and, for courts, of its draws; those that stand stay."""
        owners = [NATIONAL, *(body.code for body in bodies), *(body.short_code for body in bodies)]
        made = make_files(owners)
        if verbosity:
            self.stdout.write(f"Keys of journals and draws: {made} new, in {path_of(NATIONAL).parent}")

    def _password(self, user: User) -> str:
        password = os.environ.get(PASSWORD) or self._asked()
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def _asked(self) -> str:
        first, second = getpass.getpass("Password: "), getpass.getpass("Password again: ")
        if first != second:
            raise CommandError("The two passwords differ.")
        return first

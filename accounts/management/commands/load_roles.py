from typing import Any

from django.core.management.base import BaseCommand

from accounts.roles import load_roles


class Command(BaseCommand):
    help = "Make the standard roles and give them the rights that the apps declare; roles changed by hand stay."

    def handle(self, *args: Any, **given: Any) -> None:
        touched = load_roles()
        if given["verbosity"]:
            self.stdout.write(f"Roles made or brought up to date: {', '.join(touched) or 'none'}")

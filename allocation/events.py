from django.utils.translation import gettext_lazy as _

from journal.registry import Event

DRAWN = Event("allocation.drawn", _("Judge drawn"), icon="shuffle")
NO_CHOICE = Event("allocation.no_choice", _("One judge could take the case: no draw"), icon="user")

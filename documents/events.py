from django.utils.translation import gettext_lazy as _

from journal.registry import Event

CREATED = Event("documents.created", _("Document made"), icon="file-plus")
VERSIONED = Event("documents.versioned", _("New version of a document"), icon="file-diff")
SIGNED = Event("documents.signed", _("Document signed"), icon="badge-check")

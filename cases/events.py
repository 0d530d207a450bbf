from django.utils.translation import gettext_lazy as _

from journal.registry import Event

REGISTERED = Event("cases.registered", _("Case registered"), icon="file-plus")
CANCELLED = Event("cases.cancelled", _("Registration cancelled"), icon="file-x")
JUDGE_ASSIGNED = Event("cases.judge_assigned", _("Judge assigned"), icon="shuffle")
ACCEPTED = Event("cases.accepted", _("Accepted to proceedings"), icon="check")
HEARD = Event("cases.hearing_began", _("The hearing of the case began"), icon="gavel")
DECIDED = Event("cases.decided", _("Case decided"), icon="gavel")
ENTERED_INTO_FORCE = Event("cases.entered_into_force", _("Judgment entered into force"), icon="badge-check")
SENT_TO_ENFORCEMENT = Event("cases.sent_to_enforcement", _("Writ sent to enforcement"), icon="scale")
FILED = Event("cases.filed", _("Paper filed"), icon="paperclip")
OBJECTION_FILED = Event("cases.objection_filed", _("Objection to the claim filed"), icon="paperclip")
APPEAL_FILED = Event("cases.appeal_filed", _("Appeal filed"), icon="paperclip")
SERVED = Event("cases.served", _("Paper served"), icon="mail-check")
CORRECTED = Event("cases.corrected", _("Case corrected"), icon="pencil")
NOTED = Event("cases.noted", _("Note written"), icon="sticky-note")
DUTY_SETTLED = Event("cases.duty_settled", _("State duty settled"), icon="coins")
TASK_DONE = Event("cases.task_done", _("Task done"), icon="check")
TERM_OPENED = Event("cases.term_opened", _("Term began"), icon="clock")
TERM_CLOSED = Event("cases.term_closed", _("Term ended"), icon="clock")
TERM_PASSED = Event("cases.term_passed", _("Term passed"), icon="clock")

from django.utils.translation import gettext_lazy as _

from journal.registry import Event

ENROLLED = Event("staff.enrolled", _("Taken into the register of staff"), icon="user-plus")
APPOINTED = Event("staff.appointed", _("Appointed to a post"), icon="briefcase")
POST_ENDED = Event("staff.post_ended", _("The post ended"), icon="log-out")
OFFICE_CHANGED = Event("staff.office_changed", _("Share or specialisation of the judge changed"), icon="scale")
FILE_WRITTEN = Event("staff.file_written", _("A line was written in the personal file"), icon="file-text")
LEAVE_SET = Event("staff.leave_set", _("The yearly leave was set"), icon="calendar")
ORDERED = Event("staff.ordered", _("Order on people"), icon="stamp")
ORDER_SIGNED = Event("staff.order_paper", _("The signed paper of the order was kept"), icon="paperclip")
SUBSTITUTED = Event("staff.substituted", _("A substitute was named"), icon="arrow-left-right")
SUBSTITUTION_ENDED = Event("staff.substitution_ended", _("The substitution ended"), icon="undo-2")
BOARD_CHANGED = Event("staff.board_changed", _("A board was made or changed"), icon="landmark")
TABLE_CHANGED = Event("staff.table_changed", _("The staffing table was changed"), icon="list")
ABSENCE_ASKED = Event("staff.absence_asked", _("Absence asked for"), icon="calendar")
ABSENCE_APPROVED = Event("staff.absence_approved", _("Absence approved"), icon="calendar-check")
ABSENCE_REFUSED = Event("staff.absence_refused", _("Absence refused"), icon="calendar-x")
ABSENCE_WITHDRAWN = Event("staff.absence_withdrawn", _("Request for absence withdrawn"), icon="undo-2")
RETURNED = Event("staff.returned", _("Back at work early"), icon="undo-2")
IMPORTED = Event("staff.imported", _("People were imported"), icon="upload")
EXPORTED = Event("staff.exported", _("People were exported"), icon="download")

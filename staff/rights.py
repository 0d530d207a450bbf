from django.utils.translation import gettext_lazy as _

from core.fields import guard_fields
from core.rights import Right

RIGHTS = [
    Right("staff.own", "page", _("See the own file and ask for absence")),
    Right("staff.view", "page", _("See the people of the court")),
    Right("staff.view_table", "page", _("See the staffing table and its vacancies")),
    Right("staff.view_orders", "page", _("See orders on people")),
    Right("staff.personal_file", "field", _("See personal files")),
    Right("staff.discipline", "field", _("See disciplinary measures")),
    Right("staff.absence_reason", "field", _("See why somebody is away")),
    Right("staff.appoint", "button", _("Appoint to a post")),
    Right("staff.end_post", "button", _("End or change a post, and the access that goes with it")),
    Right("staff.change_table", "button", _("Change boards and the staffing table")),
    Right("staff.write_file", "button", _("Write in personal files")),
    Right("staff.order", "button", _("Enter orders on people")),
    Right("staff.substitute", "button", _("Name who stands in for another")),
    Right("staff.enter_absence", "button", _("Enter absences and returns of others")),
    Right("staff.decide_absence", "button", _("Approve and refuse absences")),
    Right("staff.export", "operation", _("Export the people of the court")),
    Right("staff.import", "operation", _("Import people of the court")),
]

guard_fields("staff.personal_file", "staff.Member", "leave_days", "served_from", "children")
guard_fields("staff.personal_file", "staff.Member", "extra_days", "extra_ground")
guard_fields("staff.personal_file", "staff.FileEntry", "title", "place", "from_on", "to_on", "paper", "paper_name")
guard_fields("staff.personal_file", "staff.FileEntry", "struck_on", "struck_why")
guard_fields("staff.absence_reason", "staff.AbsenceRequest", "kind", "note", "paper", "paper_name", "reason")

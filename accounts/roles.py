"""The standard roles: which rights each part of the court's work needs, by pattern over all declared rights."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.db import transaction

from accounts.models import Role
from core.rights import DECLARED


@dataclass(frozen=True)
class Standard:
    """A standard role; a pattern with `!` in front takes rights away from those matched before it."""

    code: str
    names: tuple[str, str, str]
    patterns: str
    needs_asan: bool = False

    def rights(self) -> list[str]:
        """The declared rights that the patterns choose, in order of their codes."""
        chosen: set[str] = set()
        for pattern in self.patterns.split():
            matched = {code for code in DECLARED if fnmatchcase(code, pattern.removeprefix("!"))}
            chosen = chosen - matched if pattern.startswith("!") else chosen | matched
        return sorted(chosen)


# What everybody who works in a court sees of its cases.
_READING = "desk.* cases.view cases.claim_price documents.view notifications.view hearings.view decisions.view"
_READING += " finance.view allocation.view inquiries.view support.view parties.fin parties.contacts"
# Only the judge (or the panel) may do these.
_OF_JUDGES = "!cases.accept !decisions.draft !decisions.sign* !decisions.pronounce* !decisions.confirm*"
_OF_JUDGES += " !cases.end_secrecy"
_OF_JUDGES += " !hearings.sign_protocol_judge !hearings.decide_remark* !inquiries.sign* !inquiries.approve*"
_OF_CHAIRS = "!allocation.redraw* !allocation.exclude* !allocation.close* !cases.seal* !staff.*"
_OF_CHAIRS += " !allocation.levers !allocation.propose_change !allocation.approve_change"
_OF_CHAIRS += " !allocation.confirm_resolution !allocation.decide_recusal"
_OF_CHAIRS += " !allocation.ask_reserve !allocation.seat_reserve"
_OF_CHAIRS += " !allocation.watch !allocation.start_batch !allocation.confirm_batch !allocation.confirm_outage"
_OF_FINANCE = "!finance.record_payment !finance.cancel* !finance.refund*"
_OF_ADMINISTRATORS = "!accounts.* !reference.* !journal.* !*.administer !core.*"
_CASEWORK = "cases.* parties.* documents.* notifications.* hearings.* decisions.* inquiries.* support.*"
_WRITS = "enforcement.issue* enforcement.view_writ*"
_OFFICE = "enforcement.* documents.view documents.download parties.fin parties.contacts !enforcement.issue*"
# The head of the court alone decides on absences, ends posts and reads of discipline.
_PERSONNEL = "staff.* !staff.decide_absence !staff.end_post !staff.discipline"
_OFFICE += " !enforcement.sign_writ* !enforcement.view_writ*"

STANDARD = (
    Standard(
        "clerk",
        ("Məhkəmə katibi", "Court clerk", "Секретарь суда"),
        f"{_READING} {_CASEWORK} allocation.* finance.view* finance.duty* {_WRITS}"
        f" {_OF_JUDGES} {_OF_CHAIRS} {_OF_FINANCE} {_OF_ADMINISTRATORS} staff.own",
    ),
    Standard(
        "judge",
        ("Hakim", "Judge", "Судья"),
        f"{_READING} {_CASEWORK} allocation.view* finance.view* finance.defer* finance.release* {_WRITS}"
        " allocation.ask_reserve allocation.seat_reserve"
        " allocation.recuse allocation.decide_recusal enforcement.sign_writ* reports.view"
        " !cases.register !cases.cancel !cases.seal*"
        f" !hearings.sign_protocol_clerk {_OF_ADMINISTRATORS} staff.own",
    ),
    Standard(
        "chair",
        ("Məhkəmənin sədri", "Chair of the court", "Председатель суда"),
        f"{_READING} {_CASEWORK} allocation.* staff.* finance.* {_OF_FINANCE} {_WRITS} enforcement.sign_writ* reports.*"
        f" !cases.register !hearings.sign_protocol_clerk {_OF_ADMINISTRATORS}",
    ),
    Standard(
        "finance",
        ("Maliyyə üzrə katib", "Finance clerk", "Секретарь по финансам"),
        f"{_READING} finance.* reports.view !parties.contacts {_OF_ADMINISTRATORS} staff.own",
    ),
    Standard(
        "administrator",
        ("Məhkəmənin inzibatçısı", "Court administrator", "Администратор суда"),
        f"accounts.* !accounts.post_anywhere !accounts.compose_role {_PERSONNEL} support.* desk.* reports.view"
        " allocation.levers allocation.propose_change",
    ),
    Standard(
        "system-administrator",
        ("Sistem inzibatçısı", "System administrator", "Системный администратор"),
        f"accounts.* reference.* {_PERSONNEL} journal.* support.* desk.* reports.view *.administer core.*",
    ),
    Standard(
        "officer",
        ("İcra məmuru", "Enforcement officer", "Судебный исполнитель"),
        f"{_OFFICE} !enforcement.assign* !enforcement.report*",
        needs_asan=True,
    ),
    Standard(
        "chief-officer",
        ("İcra şöbəsinin rəisi", "Chief of the enforcement office", "Начальник отдела исполнения"),
        f"{_OFFICE} reports.view",
        needs_asan=True,
    ),
    Standard(
        "observer",
        ("Məhkəmə-Hüquq Şurasının müşahidəçisi", "Observer of the Judicial-Legal Council", "Наблюдатель Совета"),
        "desk.view desk.search reports.view reports.load reports.export journal.view*"
        " allocation.view allocation.watch allocation.levers allocation.approve_change"
        " allocation.confirm_batch allocation.confirm_outage",
    ),
)


@transaction.atomic
def load_roles() -> list[str]:
    """Make the standard roles that are missing; one that an administrator changed stays as it is.

    Gives the codes of the roles made or brought up to date.
    """
    touched = []
    for standard in STANDARD:
        role = Role.objects.filter(code=standard.code).first()
        if role is None:
            role = Role(code=standard.code)
        elif role.rights == standard.rights() or _was_changed_by_hand(role):
            continue
        role.name_az, role.name_en, role.name_ru = standard.names
        role.rights, role.needs_asan = standard.rights(), standard.needs_asan
        role.save()
        touched.append(role.code)
    return touched


def _was_changed_by_hand(role: Role) -> bool:
    """A change made by a person stands in the history with that person's id."""
    return bool(role.history.filter(history_user__isnull=False).exists())

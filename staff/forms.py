"""Forms of the personnel office."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from core import clock
from core.fields import WithoutUnseen
from core.forms import DayField, Form, ModelForm
from reference.models import Body, CaseKind
from staff.leave import LEAST
from staff.models import AbsenceKind, Board, FileKind, Member, OrderKind, Post
from staff.orders import heads
from staff.presence import serving

PAPER = _("Paper")
MOST_LEAVE = 120
OF_JUDGES = _("Of judges alone. Who is in the draw already keeps the share until two sign the change of it.")
SHARES = [("1/1", _("full")), ("1/2", _("half (chair)")), ("1/4", _("a quarter (chair)"))]
RATES = [("1", "1"), ("0.75", "0,75"), ("0.5", "0,5"), ("0.25", "0,25")]


def _parts(text: str) -> tuple[int, int]:
    num, den = text.split("/")
    return int(num), int(den)


def _share(**more: Any) -> Any:
    return forms.TypedChoiceField(label=_("Share of cases"), choices=SHARES, coerce=_parts, **more)


def _paper(label: Any = PAPER, *, required: bool = False) -> forms.FileField:
    return forms.FileField(label=label, required=required, help_text=_("PDF, DOCX, TXT, JPEG, PNG or TIFF."))


class AppointForm(Form):
    """Who is appointed to which post."""

    username = forms.CharField(label=_("User name"), max_length=150, help_text=_("The administrator makes users."))
    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post"))
    from_on = DayField(label=_("From"))
    rate = forms.TypedChoiceField(label=_("Rate"), choices=RATES, coerce=Decimal)
    share = _share(help_text=OF_JUDGES)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post: Any = self.fields["post"]
        post.queryset = Post.objects.filter(body=body).select_related("board")

    def clean_username(self) -> User:
        found = User.objects.filter(username=self.cleaned_data["username"].strip(), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this user name."))
        return found


class EndForm(Form):
    """From which day the post is no longer held, and why."""

    ends_on = DayField(label=_("No longer in the post from"), help_text=_("Today ends the access at once."))
    ground = forms.CharField(label=_("Ground"), max_length=150)


class ChangeForm(Form):
    """To which post a person moves, and when."""

    to = forms.ModelChoiceField(Post.objects.none(), label=_("New post"))
    from_on = DayField(label=_("From"), help_text=_("On this day the old access ends and the new one begins."))
    share = _share(help_text=OF_JUDGES)

    def __init__(self, *args: Any, body: Body, but: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = Post.objects.filter(body=body).exclude(pk=but.pk).select_related("board")


class FileForm(WithoutUnseen, Form):
    """A line of the personal file."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FileKind.choices)
    title = forms.CharField(label=_("What"), max_length=300)
    place = forms.CharField(label=_("Where, by whom"), max_length=300, required=False)
    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"), required=False)
    paper = _paper()

    def __init__(self, *args: Any, user: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, on=on, **kwargs)
        if not user.holds("staff.discipline", on):
            kind: Any = self.fields["kind"]
            kind.choices = [one for one in FileKind.choices if one[0] != FileKind.DISCIPLINE]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("to_on") and given.get("from_on") and given["to_on"] < given["from_on"]:
            self.add_error("to_on", _("It ends before it begins."))
        return given


class StrikeForm(Form):
    """Why a line of the personal file is struck."""

    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The line stays in the file, struck."))


class LeaveForm(ModelForm):
    """What the yearly leave hangs on."""

    served_from = DayField(
        label=_("In service since"), required=False, help_text=_("Where empty: since the first post in this court.")
    )

    class Meta:
        model = Member
        fields = ("leave_days", "served_from", "children", "extra_days", "extra_ground")
        help_texts: ClassVar[dict[str, Any]] = {
            "leave_days": _("21 by ƏM 114.2; 30 for officials in responsible posts, heads and specialists (114.3 b)."),
            "children": _("Mothers, fathers who bring children up alone, and who adopted (ƏM 117)."),
            "extra_days": _("For conditions of work (ƏM 115), by agreement (112.2), or carried over (134)."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days: Any = self.fields["leave_days"]
        days.min_value, days.validators = LEAST, [MinValueValidator(LEAST), MaxValueValidator(MOST_LEAVE)]
        days.widget.attrs |= {"min": LEAST, "max": MOST_LEAVE}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("extra_days") and not given.get("extra_ground"):
            self.add_error("extra_ground", _("Say on what ground days are added."))
        return given


class AbsenceForm(Form):
    """When somebody is away, why, and the paper."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AbsenceKind.choices)
    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"), help_text=_("The last day away."))
    note = forms.CharField(label=_("Ground"), max_length=200, required=False)
    paper = _paper()


class RefuseForm(Form):
    """Why an absence is refused."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class BackForm(Form):
    """The first day back at work."""

    back_on = DayField(label=_("Back at work from"))


class SubstituteForm(Form):
    """Who stands in, from when to when."""

    by_whom = forms.ModelChoiceField(Member.objects.none(), label=_("Who stands in"))
    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"))
    is_chair = forms.BooleanField(
        label=_("Acting chair"), required=False, help_text=_("Has the rights of the chair for these days.")
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_whom: Any = self.fields["by_whom"]
        by_whom.queryset = serving([member.body_id]).exclude(pk=member.pk).select_related("user")


class OrderForm(Form):
    """An order as it stands on paper."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OrderKind.choices)
    made_on = DayField(label=_("Date"))
    member = forms.ModelChoiceField(Member.objects.none(), label=_("About whom"), required=False)
    text = forms.CharField(label=_("What is ordered"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    signed_by = forms.ModelChoiceField(User.objects.none(), label=_("Signed by"))
    paper = _paper(_("Signed paper"))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member, signed_by = self.fields["member"], self.fields["signed_by"]
        people: Any = member
        people.queryset = Member.objects.filter(body=body).order_by("sort_key", "pk").select_related("user")
        signers: Any = signed_by
        signers.queryset = heads(body)
        self.fields["made_on"].initial = clock.today


class PaperForm(Form):
    """The signed paper of an order."""

    paper = _paper(_("Signed paper"), required=True)


class BoardForm(ModelForm):
    """A board of the court."""

    kinds = forms.MultipleChoiceField(label=_("Kinds of cases"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Board
        fields = ("name", "kinds", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(kind.code, kind.name) for kind in CaseKind.objects.for_court(self.instance.body)]


class PostForm(ModelForm):
    """A line of the staffing table."""

    class Meta:
        model = Post
        fields = ("title", "note", "board", "places", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board, role = self.fields["board"], self.fields["role"]
        boards: Any = board
        boards.queryset = Board.objects.filter(body=self.instance.body, is_open=True)
        roles: Any = role
        roles.queryset = Role.objects.filter(needs_asan=False).order_by("pk")


class ImportForm(Form):
    """A table of people."""

    file = forms.FileField(label=_("Table (CSV)"))

"""What people fill in after the system was down."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import DayField, Form, HourField

LONGEST = 20_000


class OutageForm(Form):
    """Between which moments the system was down, and the papers taken meanwhile, a list a pool."""

    from_on = DayField(label=_("Down from, day"))
    from_hour = HourField(label=_("Down from, hour"))
    to_on = DayField(label=_("Up again, day"))
    to_hour = HourField(label=_("Up again, hour"))
    note = forms.CharField(label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, pools: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pools = {f"papers_{number}": pool for number, pool in enumerate(pools)}
        for name, pool in self.pools.items():
            self.fields[name] = forms.CharField(
                label=_("Papers for %(pool)s") % {"pool": pool},
                help_text=_("One a line, in the order of their coming: stamp number and whose paper it is."),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def moment(self, side: str) -> dt.datetime:
        """The beginning (`from`) or the end (`to`) on the wall clock of Bakı."""
        return clock.at(self.cleaned_data[f"{side}_on"], self.cleaned_data[f"{side}_hour"])

    @property
    def papers(self) -> list[tuple[str, str]]:
        """Pool and words of every paper, those of a pool in the order of their coming."""
        lines = ((pool, self.cleaned_data[name].splitlines()) for name, pool in self.pools.items())
        return [(pool, line.strip()[:200]) for pool, typed in lines for line in typed if line.strip()]

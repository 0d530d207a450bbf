"""The two doors of the sign-in through ASAN Login: the way there and the way back."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from integrations.asan_login.adapter import AsanFlow


class WayBack(OAuth2CallbackView):
    """The way back hands the nonce of the way there to the flow that checks it."""

    adapter: AsanFlow

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, refusal = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, refusal


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to ASAN Login."""
    return _through(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the person back from ASAN Login."""
    return _through(WayBack, request, provider_id)


def _through(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(AsanFlow(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer

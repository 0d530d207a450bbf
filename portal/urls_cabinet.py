from django.urls import path

from portal.views import cabinet

app_name = "cabinet"
urlpatterns = [
    path("", cabinet.home, name="home"),
    path("seen/", cabinet.seen, name="seen"),
    path("cases/<int:pk>/", cabinet.case, name="case"),
    path("cases/<int:pk>/receipt/<int:attempt>/", cabinet.receipt, name="receipt"),
    path("cases/<int:pk>/papers/<int:document>/", cabinet.paper, name="paper"),
    path("cases/<int:pk>/hearings/<int:hearing>.ics", cabinet.hearing_file, name="hearing_file"),
    path("cases/<int:pk>/send/", cabinet.send, name="send"),
    path("cases/<int:pk>/protocols/<int:protocol>/remark/", cabinet.remark, name="remark"),
]

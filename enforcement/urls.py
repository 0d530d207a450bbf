from django.urls import path

from enforcement.views import court, office

app_name = "enforcement"
urlpatterns = [
    path("", office.cases, name="cases"),
    path("<int:pk>/", office.detail, name="detail"),
    path("<int:pk>/assign/", office.assign, name="assign"),
    path("<int:pk>/act/", office.act, name="act"),
    path("<int:pk>/plan/", office.plan, name="plan"),
    path("actions/<int:pk>/", office.change, name="change"),
    path("actions/<int:pk>/confirm/", office.confirm, name="confirm"),
    path("cases/<int:pk>/issue/", court.issue, name="issue"),
    path("writs/", court.writs, name="writs"),
    path("writs/<int:pk>/", court.writ, name="writ"),
    path("writs/<int:pk>/sign/", court.sign, name="sign"),
    path("writs/<int:pk>/send/", court.send, name="send"),
    path("writs/<int:pk>/withdraw/", court.withdraw, name="withdraw"),
]

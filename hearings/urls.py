from django.urls import path

from hearings.views import calendar, staff

app_name = "hearings"
urlpatterns = [
    path("", calendar.week, name="week"),
    path("list/", calendar.cause_list, name="cause_list"),
    path("cases/<int:pk>/set/", staff.set_hearing, name="set"),
    path("<int:pk>/", staff.detail, name="detail"),
    path("<int:pk>/start/", staff.start, name="start"),
    path("<int:pk>/end/", staff.end, name="end"),
    path("<int:pk>/enter/", staff.enter, name="enter"),
    path("<int:pk>/keep/", staff.keep, name="keep"),
    path("<int:pk>/sign/clerk/", staff.sign, {"who": "clerk"}, name="sign_clerk"),
    path("<int:pk>/sign/judge/", staff.sign, {"who": "judge"}, name="sign_judge"),
    path("<int:pk>/adjourn/", staff.adjourn, name="adjourn"),
    path("<int:pk>/cancel/", staff.cancel, name="cancel"),
    path("<int:pk>/remark/", staff.remark, name="remark"),
    path("<int:pk>/remarks/<int:number>/decide/", staff.decide, name="decide"),
    path("<int:pk>/notice/<int:person>.docx", staff.notice_docx, name="notice_docx"),
]

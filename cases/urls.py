from django.urls import path

from cases.views import card, docket, register, steps, window

app_name = "cases"
urlpatterns = [
    path("", docket.docket, name="docket"),
    path("export/", docket.export, name="export"),
    path("register/", register.register, name="register"),
    path("register/told/", register.told, name="told"),
    path("tasks/<int:pk>/done/", steps.task_done, name="task_done"),
    path("<int:pk>/", window.detail, name="detail"),
    path("<int:pk>/accept/", steps.accept, name="accept"),
    path("<int:pk>/card/", card.card, name="card"),
    path("<int:pk>/cancel/", steps.cancel, name="cancel"),
    path("<int:pk>/end-secrecy/", steps.end_secrecy, name="end_secrecy"),
    path("<int:pk>/file/", steps.file, name="file"),
    path("<int:pk>/note/", steps.note, name="note"),
    path("<int:pk>/<slug:tab>/", window.detail, name="tab"),
]

from django.urls import path

from staff.views import away, deeds, papers, people

app_name = "staff"
urlpatterns = [
    path("", people.people, name="people"),
    path("me/", people.own, name="own"),
    path("me/absence/", away.ask, name="ask"),
    path("appoint/", deeds.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", deeds.end, name="end_post"),
    path("appointments/<int:pk>/change/", deeds.change, name="change_post"),
    path("absences/", away.requests, name="absences"),
    path("absences/<int:pk>/", away.absence, name="absence"),
    path("absences/<int:pk>/approve/", away.approve, name="approve_absence"),
    path("absences/<int:pk>/refuse/", away.refuse, name="refuse_absence"),
    path("absences/<int:pk>/withdraw/", away.withdraw, name="withdraw_absence"),
    path("absences/<int:pk>/back/", away.back, name="come_back"),
    path("absences/<int:pk>/paper/", away.paper, name="absence_paper"),
    path("presence/", away.calendar, name="presence"),
    path("orders/", papers.order_list, name="orders"),
    path("orders/new/", papers.new_order, name="new_order"),
    path("orders/<int:pk>/", papers.order, name="order"),
    path("orders/<int:pk>/paper/", papers.order_paper, name="order_paper"),
    path("file/<int:pk>/paper/", papers.file_paper, name="file_paper"),
    path("table/", papers.table, name="table"),
    path("table/new/", papers.new_post, name="new_post"),
    path("table/<int:pk>/", papers.post, name="post"),
    path("boards/new/", papers.new_board, name="new_board"),
    path("boards/<int:pk>/", papers.board, name="board"),
    path("export/", papers.export, name="export"),
    path("import/", papers.take_table, name="import"),
    path("<int:pk>/", people.member, name="member"),
    path("<int:pk>/office/", deeds.office, name="office"),
    path("<int:pk>/file/", deeds.file, name="file"),
    path("<int:pk>/leave/", deeds.leave, name="leave"),
    path("<int:pk>/absence/", away.enter, name="enter_absence"),
    path("<int:pk>/substitute/", deeds.substitute, name="substitute"),
]

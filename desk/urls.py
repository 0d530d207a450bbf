from django.urls import path

from desk import searching, views
from desk.alerts import alerts
from desk.handover import handover
from desk.order_papers import order_paper

app_name = "desk"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/alerts/", alerts, name="alerts"),
    path("desk/handover/<int:user>/", handover, name="handover"),
    path("desk/orders/<int:pk>.pdf", order_paper, name="order_paper"),
    path("desk/clock/", views.move_clock, name="clock"),
    path("search/", searching.search, name="search"),
]

from django.urls import path

from allocation import correcting, figures, views, views_batches, views_levers, views_outages, views_redraw, views_ways

app_name = "allocation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("statistics/", figures.named, name="watch"),
    path("<int:pk>/draw/", views.draw, name="draw"),
    path("<int:pk>/receipt/<int:attempt>/", views.receipt, name="receipt"),
    path("<int:pk>/resolve/", views_ways.resolve, name="resolve"),
    path("<int:pk>/recuse/", views_redraw.recuse, name="recuse"),
    path("recusals/<int:pk>/", views_redraw.recusal, name="recusal"),
    path("recusals/<int:pk>/decide/", views_redraw.decide_recusal, name="decide_recusal"),
    path("resolutions/<int:pk>/", views_ways.resolution, name="resolution"),
    path("resolutions/<int:pk>/confirm/", views_ways.confirm_resolution, name="confirm_resolution"),
    path("resolutions/<int:pk>/refuse/", views_ways.refuse_resolution, name="refuse_resolution"),
    path("waiting/", views_batches.waiting, name="waiting"),
    path("batches/", views_batches.batches, name="batches"),
    path("batches/start/", views_batches.start_batch, name="start_batch"),
    path("batches/<int:pk>/", views_batches.batch, name="batch"),
    path("batches/<int:pk>/confirm/", views_batches.confirm_batch, name="confirm_batch"),
    path("batches/<int:pk>/refuse/", views_batches.refuse_batch, name="refuse_batch"),
    path("outages/", views_outages.outages, name="outages"),
    path("outages/enter/", views_outages.enter_outage, name="enter_outage"),
    path("outages/<int:pk>/", views_outages.outage, name="outage"),
    path("outages/<int:pk>/confirm/", views_outages.confirm_outage, name="confirm_outage"),
    path("outages/<int:pk>/refuse/", views_outages.refuse_outage, name="refuse_outage"),
    path("levers/", views_levers.page, name="levers"),
    path("levers/propose/<slug:lever>/", views_levers.propose_change, name="propose_change"),
    path("levers/<int:pk>/", views_levers.change, name="change"),
    path("levers/<int:pk>/simulate/", views_levers.simulate_change, name="simulate_change"),
    path("levers/<int:pk>/approve/", views_levers.approve_change, name="approve_change"),
    path("levers/<int:pk>/withdraw/", views_levers.withdraw_change, name="withdraw_change"),
    path("<int:pk>/correct/", correcting.correct, name="correct"),
]

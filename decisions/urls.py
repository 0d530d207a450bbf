from django.urls import path

from decisions.views import acts

app_name = "decisions"
urlpatterns = [
    path("", acts.acts, name="list"),
    path("cases/<int:pk>/draft/", acts.begin, name="draft"),
    path("<int:pk>/", acts.detail, name="detail"),
    path("<int:pk>/edit/", acts.edit, name="edit"),
    path("<int:pk>/preview/", acts.preview, name="preview"),
    path("<int:pk>/check/", acts.check, name="check"),
    path("<int:pk>/pronounce/", acts.pronounce, name="pronounce"),
    path("<int:pk>/sign/", acts.sign, name="sign"),
]

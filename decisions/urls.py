from django.urls import path

from decisions.views import acts, publishing

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
    path("publications/", publishing.publications, name="publications"),
    path("publications/<int:pk>/", publishing.anonymise, name="anonymise"),
    path("publications/<int:pk>/publish/", publishing.publish_act, name="publish"),
    path("publications/<int:pk>/withdraw/", publishing.withdraw_act, name="withdraw"),
]

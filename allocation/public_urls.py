"""The public doors under /draws/; their addresses are a promise to other people's verifiers."""

from django.urls import path, register_converter

from allocation import figures, public
from allocation.converters import DrawNumber
from allocation.publishing import VERIFIERS

register_converter(DrawNumber, "draw")

app_name = "draws"
urlpatterns = [
    path("", public.front, name="front"),
    *(path(f"{name}.py", public.script, {"name": name}, name=name) for name in VERIFIERS),
    path("<draw:number>/", public.detail, name="detail"),
    path("<draw:number>/draw.json", public.draw_json, name="draw_json"),
    path("<draw:number>/batch.json", public.batch_json, name="batch_json"),
    path("<draw:number>/key.json", public.draw_keys, name="draw_keys"),
    path("<slug:court>/", public.court_log, name="court"),
    path("<slug:court>/statistics/", figures.public, name="statistics"),
    path("<slug:court>/proof/<int:index>.json", public.proof_json, name="proof_json"),
    path("<slug:court>/key.json", public.key_json, name="key_json"),
    path("<slug:court>/log.jsonl", public.log_jsonl, name="log_jsonl"),
    path("<slug:court>/heads.jsonl", public.heads_jsonl, name="heads_jsonl"),
]

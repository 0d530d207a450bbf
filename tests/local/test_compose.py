"""Images cannot be built where the tests run, so every word of the compose file is held against what it speaks of."""

import importlib
import itertools
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.urls import resolve

from courtcms.celery import app as celery
from courtcms.local import application, postgres
from courtcms.local.places import CLONE

COMPOSE = yaml.safe_load((CLONE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("courtcms:")}
DOCKERFILE = (CLONE / "Dockerfile").read_text()
SECRET = re.compile(r"SECRET|PASSWORD")
# What our own command lines may begin with, beside Python.
PROGRAMS = {"granian": "granian", "celery": "celery"}


def settings_names() -> set[str]:
    text = (CLONE / "courtcms" / "settings.py").read_text()
    return set(re.findall(r'env\.(?:text|flag|number|folder)\(\s*"([A-Z_]+)"', text))


def variables() -> dict[str, str]:
    """Each ${NAME…} of the compose file with what follows the name."""
    return dict(re.findall(r"\$\{([A-Z_]+)([^}]*)\}", (CLONE / "docker-compose.yml").read_text()))


def commands(service: dict) -> list[list[str]]:
    """The command lines of a service, taken out of the shell."""
    words = service.get("command") or []
    words = shlex.split(words) if isinstance(words, str) else words
    if words[:2] == ["sh", "-c"]:
        return [shlex.split(part) for part in re.split(r"&&", words[2])]
    return [words] if words else []


def dockerfile_command() -> list[str]:
    text = re.search(r"^CMD \[(.*?)\]$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)
    assert text
    return re.findall(r'"([^"]*)"', text[1])


def our_commands() -> list[tuple[str, list[str]]]:
    found = [(name, words) for name, service in OURS.items() for words in commands(service)]
    checks = [(f"{name} health", health_words(service)) for name, service in OURS.items() if "healthcheck" in service]
    return [*found, *checks, ("Dockerfile", dockerfile_command())]


def health_words(service: dict) -> list[str]:
    kind, *words = service["healthcheck"]["test"]
    return shlex.split(words[0]) if kind == "CMD-SHELL" else words


def test_services_are_those_of_production() -> None:
    ours = {"web1", "web2", "worker", "sealer", "beat", "prepare", "receipts", "witness"}
    assert set(SERVICES) == ours | {"postgres", "valkey", "nginx", "mail"}


def test_every_service_that_stays_has_a_health_check_and_comes_back() -> None:
    for name, service in SERVICES.items():
        if name != "prepare":
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


def test_settings_read_every_variable_that_our_services_are_given() -> None:
    given = {name for service in OURS.values() for name in service.get("environment", {})}
    assert given
    assert given <= settings_names()
    image = set(re.findall(r"\b([A-Z_]+)=", re.search(r"^ENV (.*)$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)[1]))
    assert image <= settings_names() | {"PATH", "PYTHONUNBUFFERED", "XDG_CACHE_HOME"}


def test_settings_without_a_safe_default_are_all_given() -> None:
    given = set(OURS["web1"]["environment"])
    assert {
        "SECRET_KEY",
        "PUBLIC_URL",
        "DATABASE_URL",
        "REDIS_URL",
        "WITNESS_URL",
        "ASAN_ISSUER",
        "BEHIND_PROXY",
    } <= given
    assert not given & {"DEMO", "DEBUG", "TESTING", "REQUIRE_SECOND_FACTOR"}


def test_no_secret_has_a_default() -> None:
    optional = {"EMAIL_HOST_PASSWORD"}
    for name, rest in variables().items():
        if SECRET.search(name) and name not in optional:
            assert rest.startswith(":?"), f"{name}{rest}"
    assert variables()["EMAIL_HOST_PASSWORD"] == ":-"


def test_operations_page_names_every_variable() -> None:
    page = (CLONE / "docs" / "operations.md").read_text()
    assert [name for name in variables() if f"`{name}`" not in page] == []


@pytest.mark.parametrize(("where", "words"), our_commands())
def test_every_command_of_ours_exists(where: str, words: list[str]) -> None:
    program, *rest = words
    if program == "python" and rest[0] == "-m":
        assert (CLONE / (rest[1].replace(".", "/") + ".py")).exists()
    elif program == "python" and rest[0] == "manage.py":
        assert rest[1] == "migrate" or any(CLONE.glob(f"*/management/commands/{rest[1]}.py"))
    elif program == "python":
        compile(rest[1], where, "exec")
    elif program in PROGRAMS:
        importlib.import_module(PROGRAMS[program])
        target = next(word for word in rest if re.fullmatch(r"courtcms\.\w+:\w+", word))
        module, _, name = target.partition(":")
        assert hasattr(importlib.import_module(module), name)
    else:
        assert program in {"find", "grep"}


def test_web_health_check_asks_an_address_that_the_site_has() -> None:
    url = re.search(r"http://127\.0\.0\.1:8000(/\w+)", SERVICES["web1"]["healthcheck"]["test"][-1])
    assert resolve(url[1]).url_name == "readyz"
    assert "127.0.0.1" in SERVICES["web1"]["environment"]["ALLOWED_HOSTS"].split()
    assert resolve("/healthz").url_name == "healthz"


def test_image_serves_with_the_same_flags_as_the_demo() -> None:
    names = {"--workers", "--blocking-threads", "--backpressure", "--interface"}
    image, demo = (
        {name: value for name, value in itertools.pairwise(words) if name in names}
        for words in (dockerfile_command(), application.web(8000, "http://127.0.0.1:8000").command)
    )
    assert image == demo
    assert {"--respawn-failed-workers", "--no-ws"} <= set(dockerfile_command())


def option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1] if name in words else ""


def test_sealer_shares_its_queue_with_nothing_that_could_be_slow() -> None:
    routes = celery.conf.task_routes
    assert routes == {"journal.tasks.seal": {"queue": "sealer"}}
    (sealing,) = commands(SERVICES["sealer"])
    (working,) = commands(SERVICES["worker"])
    for seals, works in ((sealing, working), (application.sealer().command, application.worker().command)):
        assert option(seals, "--queues") == "sealer"
        assert option(works, "--queues") == ""
        assert celery.conf.task_default_queue != "sealer" and not celery.conf.task_queues
        assert option(seals, "--hostname") != option(works, "--hostname")


def test_database_is_run_with_settings_that_the_demo_has_too() -> None:
    words = shlex.split(SERVICES["postgres"]["command"])
    given = dict(word.split("=") for word in words if "=" in word)
    for name in ("wal_level", "synchronous_commit", "summarize_wal"):
        assert given[name] == postgres.DURABLE[name]
    assert given["jit"] == postgres.ALWAYS["jit"]


def test_image_installs_the_debian_packages_that_the_demo_needs() -> None:
    for package in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libmagic1", "fonts-dejavu-core"):
        assert package in DOCKERFILE.split("AS build", 1)[1].split("FROM", 1)[1]
    assert "--require-hashes" in DOCKERFILE


def test_files_that_services_mount_are_there() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = str(volume).partition(":")[0]
            assert not source.startswith("./") or (CLONE / source).exists()
            assert source.startswith((".", "$")) or source in COMPOSE["volumes"]


def test_proxy_passes_to_both_web_servers_and_hides_the_inner_doors() -> None:
    text = (CLONE / "docker" / "nginx" / "court.conf").read_text()
    assert {"web1", "web2"} == set(re.findall(r"server (\w+):8000", text))
    assert {"/metrics", "/readyz"} == set(re.findall(r"location = (\S+) \{ return 404; \}", text))
    assert "X-Forwarded-Proto https" in text


def has_compose() -> bool:
    docker = shutil.which("docker")
    return bool(docker) and subprocess.run([docker, "compose", "version"], capture_output=True).returncode == 0


@pytest.mark.skipif(not has_compose(), reason="docker compose is not installed here")
def test_docker_reads_the_compose_file(tmp_path: Path) -> None:
    environment = tmp_path / "env"
    environment.write_text("".join(f"{name}=x\n" for name in variables()))
    subprocess.run(["docker", "compose", "--env-file", str(environment), "config", "--quiet"], cwd=CLONE, check=True)

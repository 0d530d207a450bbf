# One image for web, worker, beat and witness. docs/operations.md says how it is run.
# The last stage has the client programs of the same PostgreSQL as the server, for backup and restore.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends gettext libmagic1 && rm -rf /var/lib/apt/lists/*
COPY requirements.txt /build/
RUN python -m venv /opt/court \
 && /opt/court/bin/pip install --no-cache-dir --require-hashes --no-deps -r /build/requirements.txt
COPY . /srv/court
WORKDIR /srv/court
RUN for po in locale/*/LC_MESSAGES/*.po; do msgfmt --output-file "${po%.po}.mo" "$po"; done \
 && SECRET_KEY=only-for-this-step STATIC_ROOT=/srv/static /opt/court/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim-bookworm
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 fonts-dejavu-core tzdata postgresql-common \
 && sh /usr/share/postgresql-common/pgdg/apt.*.sh -y \
 && apt-get install -qq -y --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/courtcms court \
 && install -d -o court -g court -m 0700 /var/lib/courtcms /var/lib/courtcms/run /var/lib/witness
COPY --from=build /opt/court /opt/court
COPY --from=build /srv /srv
ENV PATH=/opt/court/bin:$PATH PYTHONUNBUFFERED=1 COURTCMS_HOME=/var/lib/courtcms STATIC_ROOT=/srv/static \
    XDG_CACHE_HOME=/tmp
WORKDIR /srv/court
USER court
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", \
     "--backpressure", "64", "--workers-lifetime", "6h", "--workers-kill-timeout", "5", "--respawn-failed-workers", "--no-ws", \
     "courtcms.wsgi:application"]

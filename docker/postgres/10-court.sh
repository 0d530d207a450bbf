#!/bin/sh
# At the first start: our own role, no superuser, and its database in byte order (our own functions sort Azerbaijani).
set -eu
psql --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE courtcms LOGIN PASSWORD :'password';
CREATE DATABASE courtcms OWNER courtcms TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
SQL

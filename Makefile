# The doors of CourtCMS. Everything else is Python: courtcms/local/ says what each door does.
# COURTCMS_HOME, PORT, DATABASE_URL, REDIS_URL, DEMO_CASES: docs/operations.md.
BOOTSTRAP = exec python3 -m courtcms.local.bootstrap
SERVICES = -m courtcms.local run-with-services
COMPILE = uv pip compile pyproject.toml --quiet --generate-hashes --no-header --no-annotate \
	--python-version 3.11 --python-platform x86_64-manylinux_2_28

.PHONY: demo test check bench manage lock

# The whole court on this machine, on 127.0.0.1:8000, until Ctrl-C.
demo:
	@$(BOOTSTRAP) demo -- manage.py up --with-parent

# Checks and all tests on throwaway servers; ARGS are pytest's.
test:
	@$(BOOTSTRAP) test -- $(SERVICES) -- python -m courtcms.local.checks --then-tests $(ARGS)

check:
	@$(BOOTSTRAP) test -- $(SERVICES) --only-servers -- python -m courtcms.local.checks

bench:
	@TESTING=0 PLAIN_STATIC=0 $(BOOTSTRAP) test -- $(SERVICES) --durable -- python -m bench $(ARGS)

# make manage do="verify_log": a command on the data of the demo.
manage:
	@$(BOOTSTRAP) demo -- -m courtcms.local manage $(do)

# Lock the dependencies again, with hashes and without the address of any index.
lock:
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra embedded --extra demo --output-file requirements-demo.txt
	$(COMPILE) --extra embedded --extra demo --extra dev --output-file requirements-dev.txt

from django.db import migrations

BALANCED = """
CREATE FUNCTION finance_booking_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM finance_ledgerline WHERE booking = NEW.booking) <> 0 THEN
        RAISE EXCEPTION 'the lines of booking % do not sum to nothing', NEW.booking
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_booking_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_booking_balances AFTER INSERT OR UPDATE ON finance_ledgerline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION finance_booking_balances();
CREATE FUNCTION finance_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a line of the ledger is never changed or taken away; book it back instead'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'the_ledger_stays';
END $$;
CREATE TRIGGER the_ledger_stays BEFORE UPDATE OR DELETE ON finance_ledgerline
    FOR EACH ROW EXECUTE FUNCTION finance_ledger_stays();
"""
BACK = """
DROP TRIGGER the_ledger_stays ON finance_ledgerline;
DROP TRIGGER a_booking_balances ON finance_ledgerline;
DROP FUNCTION finance_ledger_stays();
DROP FUNCTION finance_booking_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]
    operations = [migrations.RunSQL(BALANCED, BACK)]

-- Deliveries lie in one table a month: the key gains created_at, a default partition takes what no month has yet.
ALTER TABLE notifications_delivery RENAME TO notifications_delivery_plain;
CREATE TABLE notifications_delivery
    (LIKE notifications_delivery_plain INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING CONSTRAINTS)
    PARTITION BY RANGE (created_at);
CREATE TABLE notifications_delivery_default PARTITION OF notifications_delivery DEFAULT;

DO $$
DECLARE since date := least((SELECT min(created_at) FROM notifications_delivery_plain), now())::date;
BEGIN
    PERFORM public.journal_make_months(
        'notifications_delivery', 'created_at', since,
        ((extract(year FROM now()) - extract(year FROM since)) * 12
         + extract(month FROM now()) - extract(month FROM since))::integer + 3);
END $$;

INSERT INTO notifications_delivery OVERRIDING SYSTEM VALUE SELECT * FROM notifications_delivery_plain;
SELECT setval(pg_get_serial_sequence('notifications_delivery', 'id'),
              (SELECT coalesce(max(id), 0) + 1 FROM notifications_delivery), false);
DROP TABLE notifications_delivery_plain;

ALTER TABLE notifications_delivery ADD CONSTRAINT notifications_delivery_pkey PRIMARY KEY (id, created_at);
ALTER TABLE notifications_delivery ADD CONSTRAINT one_message_id_once UNIQUE (message_id, created_at);
ALTER TABLE notifications_delivery ADD CONSTRAINT notifications_delivery_dossier_fk
    FOREIGN KEY (dossier_id) REFERENCES accounts_dossier DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE notifications_delivery ADD CONSTRAINT notifications_delivery_body_fk
    FOREIGN KEY (body_id) REFERENCES reference_body DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX notifications_delivery_dossier_id ON notifications_delivery (dossier_id);
CREATE INDEX notifications_delivery_body_id ON notifications_delivery (body_id);
CREATE INDEX deliveries_of_dossier ON notifications_delivery (dossier_id, created_at DESC);
CREATE INDEX deliveries_to_send ON notifications_delivery (next_at) WHERE state IN ('pending', 'sending', 'uncertain');
CREATE INDEX deliveries_of_person ON notifications_delivery (fin, created_at DESC) WHERE NOT (fin = '');
CREATE INDEX deliveries_by_remote_id ON notifications_delivery (remote_id) WHERE NOT (remote_id = '');
CREATE INDEX deliveries_newest_first ON notifications_delivery (created_at DESC, id DESC);

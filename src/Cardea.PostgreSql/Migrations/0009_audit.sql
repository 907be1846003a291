-- Security events. Rows are added and not changed. The table is partitioned by month: sweeping drops partitions.
CREATE TABLE cardea.events (
    id         uuid        NOT NULL,
    at         timestamptz NOT NULL,
    kind       smallint    NOT NULL,
    user_id    text        COLLATE "C",
    session_id uuid,
    ip_address text,
    network    text        COLLATE "C",
    user_agent text        COLLATE "C",
    detail     text,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

-- For the events of one user, the newest first.
CREATE INDEX events_by_user ON cardea.events (user_id, id);

-- For the question at each sign-in whether the user knows the device. Other events, which a user can cause without end, are not in it.
CREATE INDEX events_of_known_devices ON cardea.events (user_id, user_agent, network) WHERE kind IN (0, 1, 52);

-- Holds the events whose partition is missing.
CREATE TABLE cardea.events_default PARTITION OF cardea.events DEFAULT;

-- For the sweep.
CREATE INDEX events_default_by_time ON cardea.events_default (at);

ALTER TABLE cardea.settings ADD COLUMN event_retention interval NOT NULL DEFAULT '180 days';

INSERT INTO cardea.sweep_rules VALUES ('events_default', '"at"', 'event_retention');

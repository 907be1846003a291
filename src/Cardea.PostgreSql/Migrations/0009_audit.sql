-- Security events: added, and not changed. Partitioned by month, so that those whose time is over are dropped, not deleted.
CREATE TABLE cardea.events (
    id         uuid        NOT NULL,
    at         timestamptz NOT NULL,
    kind       smallint    NOT NULL,
    user_id    text        COLLATE "C",
    session_id uuid,
    ip_address text,
    network    text,
    user_agent text,
    detail     text,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

-- For the events of one user, the newest first.
CREATE INDEX events_by_user ON cardea.events (user_id, id);

-- Takes an event whose partition is missing.
CREATE TABLE cardea.events_default PARTITION OF cardea.events DEFAULT;

ALTER TABLE cardea.settings ADD COLUMN event_retention interval NOT NULL DEFAULT '180 days';

INSERT INTO cardea.sweep_rules VALUES ('events_default', '"at" + (SELECT event_retention FROM cardea.settings)');

CREATE VIEW cardea.event_partitions AS
SELECT child.oid, child.relname AS name, bound[1]::timestamptz AS starts_at, bound[2]::timestamptz AS ends_at
FROM pg_catalog.pg_inherits
JOIN pg_catalog.pg_class AS child ON child.oid = inhrelid
CROSS JOIN regexp_match(pg_catalog.pg_get_expr(relpartbound, child.oid), 'FROM \(''(.+)''\) TO \(''(.+)''\)') AS bound
WHERE inhparent = 'cardea.events'::regclass AND bound IS NOT NULL;

-- Adds the next month, unless the last one reaches further than the month to come: true when it added one. Events that fell
-- into the default partition meanwhile move over.
CREATE FUNCTION cardea.add_event_partition(at timestamptz DEFAULT clock_timestamp()) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '50ms' AS $$
DECLARE
    starts_at timestamptz;
    name text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0)) THEN
        RETURN false;
    END IF;

    SELECT greatest(date_trunc('month', at), max(p.ends_at)) INTO starts_at FROM cardea.event_partitions AS p;
    IF starts_at > at + interval '1 month' THEN
        RETURN false;
    END IF;

    LOCK TABLE cardea.events_default IN ACCESS EXCLUSIVE MODE;
    name := 'events_' || to_char(starts_at, 'YYYYMM');
    EXECUTE format('CREATE TABLE cardea.%I (LIKE cardea.events INCLUDING ALL)', name);
    EXECUTE format(
        'WITH strays AS (DELETE FROM cardea.events_default WHERE at >= %L AND at < %L RETURNING *) INSERT INTO cardea.%I SELECT * FROM strays',
        starts_at, starts_at + interval '1 month', name);
    EXECUTE format('ALTER TABLE cardea.events ATTACH PARTITION cardea.%I FOR VALUES FROM (%L) TO (%L)', name, starts_at, starts_at + interval '1 month');
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    -- Somebody reads for long: it is tried again with the next sweep.
    RETURN false;
END $$;

-- One step for the events: a month added, or one dropped whose last event is as old as events may be.
CREATE FUNCTION cardea.sweep_events(at timestamptz, batch integer)
RETURNS TABLE (rule text, removed bigint, partitions integer, backlog bigint, overdue interval, more boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '50ms' AS $$
DECLARE
    oldest CONSTANT timestamptz := (SELECT at - event_retention FROM cardea.settings);
    past record;
BEGIN
    rule := 'events';
    removed := 0;
    partitions := 0;
    more := batch > 0 AND cardea.add_event_partition(at);
    SELECT p.name, p.ends_at, cardea.count_rows(p.oid) AS rows INTO past
    FROM cardea.event_partitions AS p WHERE p.ends_at <= oldest ORDER BY p.ends_at LIMIT 1;
    IF past.name IS NOT NULL AND batch > 0 AND NOT more THEN
        BEGIN
            EXECUTE format('DROP TABLE cardea.%I', past.name);
            removed := past.rows;
            partitions := 1;
            more := true;
        EXCEPTION WHEN lock_not_available THEN
            -- Somebody reads for long: it is dropped another time.
        END;
    END IF;

    SELECT coalesce(sum(cardea.count_rows(p.oid, 100)), 0), coalesce(oldest - min(p.ends_at), interval '0') INTO backlog, overdue
    FROM cardea.event_partitions AS p WHERE p.ends_at <= oldest;
    RETURN NEXT;
END $$;

-- Sessions and what goes row by row, as before, and the events.
ALTER FUNCTION cardea.sweep(timestamptz, integer) RENAME TO sweep_sessions;

CREATE FUNCTION cardea.sweep(at timestamptz DEFAULT clock_timestamp(), batch integer DEFAULT 1000)
RETURNS TABLE (rule text, removed bigint, partitions integer, backlog bigint, overdue interval, more boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT * FROM cardea.sweep_sessions(at, batch);
    IF FOUND THEN
        RETURN QUERY SELECT * FROM cardea.sweep_events(at, batch);
    END IF;
END $$;

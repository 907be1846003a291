-- Sweeping is a function of the database, so that the server, cron and pg_cron all run the same one. A function is one
-- transaction: each call does one step (a batch by each rule, at most one partition dropped), and is called again for more.

-- What the database has to know of the settings, written by the servers.
CREATE TABLE cardea.settings (
    only_row         boolean  NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    session_lifetime interval NOT NULL
);

INSERT INTO cardea.settings (session_lifetime) VALUES ('30 days');

-- The rules: a table, and when its rows expire. Each finds them by an index, or has few rows.
CREATE TABLE cardea.sweep_rules (
    rule       text NOT NULL PRIMARY KEY,
    expires_at text NOT NULL
);

INSERT INTO cardea.sweep_rules VALUES
    ('revocations', 'expires_at'),
    ('keys', 'expires_at'),
    ('sessions_default', 'cardea.session_end(id)');

CREATE INDEX sessions_default_by_end ON cardea.sessions_default (cardea.session_end(id));

-- The partitions of sessions, each with the range of ends that it holds.
CREATE VIEW cardea.session_partitions AS
SELECT child.oid, child.relname AS name, cardea.session_end(bound[1]::uuid) AS starts_at, cardea.session_end(bound[2]::uuid) AS ends_at
FROM pg_catalog.pg_inherits
JOIN pg_catalog.pg_class AS child ON child.oid = inhrelid
CROSS JOIN regexp_match(pg_catalog.pg_get_expr(relpartbound, child.oid), 'FROM \(''(.+)''\) TO \(''(.+)''\)') AS bound
WHERE inhparent = 'cardea.sessions'::regclass AND bound IS NOT NULL;

-- Adds the next partition, unless the last one reaches two days further than any session does: true when it added one. A
-- day each; wider when sessions live for more than 60 days, so that there are never many. Rows that fell into the default
-- partition meanwhile move over, unless they are so many that others would wait for it: those are swept from there.
CREATE FUNCTION cardea.add_session_partition(at timestamptz DEFAULT clock_timestamp()) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '50ms' AS $$
DECLARE
    width CONSTANT interval := (
        SELECT greatest(1, ceil(extract(epoch FROM session_lifetime) / 86400 / 60)) * interval '1 day' FROM cardea.settings);
    last_start CONSTANT timestamptz := (SELECT at + session_lifetime + interval '2 days' FROM cardea.settings);
    starts_at timestamptz;
    lower uuid;
    upper uuid;
    name text;
    strays bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0)) THEN
        RETURN false;
    END IF;

    SELECT greatest(date_trunc('day', at), max(p.ends_at)) INTO starts_at FROM cardea.session_partitions AS p;
    IF starts_at > last_start THEN
        RETURN false;
    END IF;

    LOCK TABLE cardea.sessions_default IN ACCESS EXCLUSIVE MODE;
    LOOP
        lower := cardea.session_floor(starts_at);
        upper := cardea.session_floor(starts_at + width);
        SELECT count(*) INTO strays FROM (
            SELECT FROM cardea.sessions_default WHERE id >= lower AND id < upper LIMIT 10001) AS counted;
        EXIT WHEN strays <= 10000;
        starts_at := starts_at + width;
    END LOOP;

    name := 'sessions_' || to_char(starts_at, 'YYYYMMDD');
    EXECUTE format('CREATE TABLE cardea.%I (LIKE cardea.sessions INCLUDING ALL) WITH (fillfactor = 90)', name);
    EXECUTE format(
        'WITH strays AS (DELETE FROM cardea.sessions_default WHERE id >= %L AND id < %L RETURNING *) INSERT INTO cardea.%I SELECT * FROM strays',
        lower, upper, name);
    EXECUTE format('ALTER TABLE cardea.sessions ATTACH PARTITION cardea.%I FOR VALUES FROM (%L) TO (%L)', name, lower, upper);
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    -- Somebody reads for long: rather than let everybody queue behind us, this is tried again with the next sweep.
    RETURN false;
END $$;

-- How many rows a table has: exactly up to 10,000, beyond that as estimated when it was last analysed.
CREATE FUNCTION cardea.count_rows(of_table oid) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counted bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT FROM %s LIMIT 10001) AS counted', of_table::regclass) INTO counted;
    RETURN CASE WHEN counted <= 10000 THEN counted ELSE (SELECT greatest(counted, reltuples::bigint) FROM pg_class WHERE oid = of_table) END;
END $$;

-- One step by every rule, for whoever calls first; no rows while another one is under way. Of what expired, `removed`
-- rows went, in `partitions` or one by one; `backlog` are left (by rules, counted to 10,000), the oldest for as long as
-- `overdue`. `more` says that another call would go on.
CREATE FUNCTION cardea.sweep(at timestamptz DEFAULT clock_timestamp(), batch integer DEFAULT 1000)
RETURNS TABLE (rule text, removed bigint, partitions integer, backlog bigint, overdue interval, more boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    expires_at text;
    past record;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0)) THEN
        RETURN;
    END IF;

    partitions := 0;
    FOR rule, expires_at IN SELECT r.rule, r.expires_at FROM cardea.sweep_rules AS r ORDER BY 1 LOOP
        EXECUTE format(
            'WITH expired AS (SELECT ctid FROM cardea.%1$I WHERE %2$s <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
             DELETE FROM cardea.%1$I AS swept USING expired WHERE swept.ctid = expired.ctid',
            rule, expires_at) USING at, batch;
        GET DIAGNOSTICS removed = ROW_COUNT;
        EXECUTE format(
            'SELECT count(*), coalesce($1 - min(since), interval ''0'')
             FROM (SELECT %2$s AS since FROM cardea.%1$I WHERE %2$s <= $1 ORDER BY 1 LIMIT 10000) AS expired',
            rule, expires_at) INTO backlog, overdue USING at;
        more := removed = batch AND backlog > 0 AND batch > 0;
        RETURN NEXT;
    END LOOP;

    rule := 'sessions';
    removed := 0;
    SELECT p.name, p.ends_at, cardea.count_rows(p.oid) AS rows INTO past
    FROM cardea.session_partitions AS p WHERE p.ends_at <= at ORDER BY p.ends_at LIMIT 1;
    SELECT coalesce(sum(p.rows), 0), coalesce(at - min(p.ends_at), interval '0') INTO backlog, overdue
    FROM (SELECT each.ends_at, cardea.count_rows(each.oid) AS rows FROM cardea.session_partitions AS each) AS p
    WHERE p.ends_at <= at AND p.ends_at > past.ends_at AND p.rows > 0;

    -- One or the other: they lock the same tables in different orders.
    more := batch > 0 AND cardea.add_session_partition(at);
    IF past.name IS NOT NULL AND batch > 0 AND NOT more THEN
        BEGIN
            -- Last of all: until the commit that follows, nobody else gets at the sessions.
            EXECUTE format('DROP TABLE cardea.%I', past.name);
            removed := past.rows;
            partitions := 1;
            more := true;
        EXCEPTION WHEN lock_not_available THEN
            -- Somebody reads for long: rather than let everybody queue behind us, it is dropped another time.
        END;
    END IF;

    IF partitions = 0 AND past.rows > 0 THEN
        backlog := backlog + past.rows;
        overdue := at - past.ends_at;
    END IF;

    RETURN NEXT;
END $$;

-- Sweeping is a function of the database, so that the server, cron and pg_cron all run the same one. A function is one
-- transaction: each call does one step (a batch by each rule, at most one partition dropped), and is called again for more.

-- What the database has to know of the settings, written by the servers.
CREATE TABLE cardea.settings (
    only_row         boolean  NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    session_lifetime interval NOT NULL
);

INSERT INTO cardea.settings (session_lifetime) VALUES ('30 days');

-- The rules: a table, and which of its rows have expired at the time $1. Sessions have their own, further down.
CREATE TABLE cardea.sweep_rules (
    rule    text NOT NULL PRIMARY KEY,
    expired text NOT NULL
);

INSERT INTO cardea.sweep_rules VALUES
    ('revocations', 'expires_at <= $1'),
    ('keys', 'expires_at <= $1');

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
    IF NOT pg_try_advisory_xact_lock(hashtextextended('cardea.session_partitions', 0)) THEN
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
    rows bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT FROM %s LIMIT 10001) AS counted', of_table::regclass) INTO rows;
    RETURN CASE WHEN rows <= 10000 THEN rows ELSE (SELECT greatest(rows, reltuples::bigint) FROM pg_class WHERE oid = of_table) END;
END $$;

-- One step by every rule, for whoever calls first; no rows while another sweep is under way. Of what expired, `removed` rows
-- went and `backlog` are left; `more` says that another call would go on.
CREATE FUNCTION cardea.sweep(at timestamptz DEFAULT clock_timestamp(), batch integer DEFAULT 1000)
RETURNS TABLE (rule text, removed bigint, backlog bigint, more boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    each_rule record;
    past record;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0)) THEN
        RETURN;
    END IF;

    FOR each_rule IN
        SELECT r.rule AS name, r.rule AS table_name, r.expired FROM cardea.sweep_rules AS r
        UNION ALL SELECT 'sessions', 'sessions_default', 'id < cardea.session_floor($1 + interval ''1 millisecond'')'
    LOOP
        rule := each_rule.name;
        EXECUTE format(
            'WITH expired AS (SELECT ctid FROM cardea.%1$I WHERE %2$s LIMIT $2 FOR UPDATE SKIP LOCKED)
             DELETE FROM cardea.%1$I AS swept USING expired WHERE swept.ctid = expired.ctid',
            each_rule.table_name, each_rule.expired) USING at, batch;
        GET DIAGNOSTICS removed = ROW_COUNT;
        EXECUTE format('SELECT count(*) FROM cardea.%I WHERE %s', each_rule.table_name, each_rule.expired) INTO backlog USING at;
        more := removed = batch AND backlog > 0;

        IF rule = 'sessions' THEN
            PERFORM cardea.add_session_partition(at);
            SELECT backlog + coalesce(sum(cardea.count_rows(p.oid)), 0) INTO backlog
            FROM cardea.session_partitions AS p WHERE p.ends_at <= at;
            SELECT p.name, cardea.count_rows(p.oid) AS rows INTO past
            FROM cardea.session_partitions AS p WHERE p.ends_at <= at AND batch > 0 ORDER BY p.ends_at LIMIT 1;
            IF FOUND THEN
                BEGIN
                    -- Last of all: until the commit that follows, nobody else gets at the sessions.
                    EXECUTE format('DROP TABLE cardea.%I', past.name);
                    removed := removed + past.rows;
                    backlog := backlog - past.rows;
                    more := true;
                EXCEPTION WHEN lock_not_available THEN
                    -- Somebody reads for long: it is dropped another time.
                END;
            END IF;
        END IF;

        RETURN NEXT;
    END LOOP;
END $$;

-- Sweeps until nothing is left or its time is up, each step a transaction, with rests so that nobody waits for long: for
-- pg_cron where one step a call is too few. (A function cannot commit; a procedure can.)
CREATE PROCEDURE cardea.sweep_all(budget interval DEFAULT '1 minute')
LANGUAGE plpgsql AS $$
DECLARE
    stops_at CONSTANT timestamptz := clock_timestamp() + budget;
    started_at timestamptz;
    again boolean;
BEGIN
    LOOP
        started_at := clock_timestamp();
        SELECT coalesce(bool_or(more), false) INTO again FROM cardea.sweep();
        COMMIT;
        EXIT WHEN NOT again OR clock_timestamp() > stops_at;
        PERFORM pg_sleep(2 * extract(epoch FROM clock_timestamp() - started_at));
    END LOOP;
END $$;

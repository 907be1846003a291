-- As before, but rows move into a new partition only while nobody plans a statement. Whoever had looked up the partitions, and
-- then waited for the default one, did not know the new one, and did not find what had moved there: the whole table is locked first.
CREATE OR REPLACE FUNCTION cardea.add_session_partition(at timestamptz DEFAULT clock_timestamp()) RETURNS boolean
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

    LOCK TABLE ONLY cardea.sessions, ONLY cardea.sessions_default IN ACCESS EXCLUSIVE MODE;
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

CREATE OR REPLACE FUNCTION cardea.add_event_partition(at timestamptz DEFAULT clock_timestamp()) RETURNS boolean
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

    LOCK TABLE ONLY cardea.events, ONLY cardea.events_default IN ACCESS EXCLUSIVE MODE;
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

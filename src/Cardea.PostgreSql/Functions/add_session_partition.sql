-- Adds the next partition of sessions, unless the last one already reaches two days beyond the end of any session. Returns true
-- if another call may have more to do. A partition holds a day, or more when sessions live for more than 60 days, so there are
-- never many. If the default partition has many rows, it adds one thirty days further ahead: see add_partition.
CREATE OR REPLACE FUNCTION cardea.add_session_partition(at timestamptz DEFAULT clock_timestamp()) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    width CONSTANT interval := (
        SELECT greatest(1, ceil(extract(epoch FROM session_lifetime) / 86400 / 60)) * interval '24 hours' FROM cardea.settings);
    moves CONSTANT boolean := cardea.count_rows('cardea.sessions_default'::regclass) <= 10000;
    last_start timestamptz := at + (SELECT session_lifetime FROM cardea.settings) + CASE WHEN moves THEN interval '48 hours' ELSE interval '720 hours' END;
    starts_at timestamptz;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0)) THEN
        RETURN false;
    END IF;

    SELECT greatest(date_trunc('day', CASE WHEN moves THEN at ELSE last_start END, 'UTC'), max(p.ends_at)) INTO starts_at FROM cardea.session_partitions AS p;
    WHILE NOT moves AND EXISTS (
        SELECT FROM cardea.sessions_default WHERE id >= cardea.session_floor(starts_at) AND id < cardea.session_floor(starts_at + width)) LOOP
        starts_at := starts_at + width;
    END LOOP;

    RETURN cardea.add_partition(
        starts_at <= last_start, 'sessions', 'sessions_' || to_char(starts_at AT TIME ZONE 'UTC', 'YYYYMMDD'), 'id',
        cardea.session_floor(starts_at)::text, cardea.session_floor(starts_at + width)::text, 'WITH (fillfactor = 90)', moves);
END $$;

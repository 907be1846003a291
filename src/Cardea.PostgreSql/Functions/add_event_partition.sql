-- Adds the next month of events, unless the last partition already reaches beyond the coming month. Returns true if another
-- call may have more to do. If the default partition has many rows, it adds a month further ahead: see add_partition.
CREATE OR REPLACE FUNCTION cardea.add_event_partition(at timestamptz DEFAULT clock_timestamp()) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    moves CONSTANT boolean := cardea.count_rows('cardea.events_default'::regclass) <= 10000;
    last_start CONSTANT timestamptz := at + CASE WHEN moves THEN interval '1 month' ELSE interval '2 months' END;
    starts_at timestamptz;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0)) THEN
        RETURN false;
    END IF;

    SELECT greatest(date_trunc('month', CASE WHEN moves THEN at ELSE last_start END), max(p.ends_at)) INTO starts_at FROM cardea.event_partitions AS p;
    WHILE NOT moves AND EXISTS (
        SELECT FROM cardea.events_default AS e WHERE e.at >= starts_at AND e.at < starts_at + interval '1 month') LOOP
        starts_at := starts_at + interval '1 month';
    END LOOP;

    RETURN cardea.add_partition(
        starts_at <= last_start, 'events', 'events_' || to_char(starts_at, 'YYYYMM'), 'at', starts_at::text, (starts_at + interval '1 month')::text, '', moves);
END $$;

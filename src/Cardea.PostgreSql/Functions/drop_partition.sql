-- Drops a partition, unless somebody uses its table: rather than let everybody queue behind the sweep, it is dropped another
-- time. Until the commit that follows, nobody else gets at the sessions or events.
--   rows, size  what it had, in rows and in bytes.
CREATE OR REPLACE FUNCTION cardea.drop_partition(name text, OUT is_dropped boolean, OUT rows bigint, OUT size bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    partition CONSTANT regclass := to_regclass(format('cardea.%I', name));
BEGIN
    rows := cardea.count_rows(partition);
    size := pg_total_relation_size(partition);
    EXECUTE format('DROP TABLE cardea.%I', name);
    is_dropped := true;
EXCEPTION WHEN lock_not_available OR undefined_table THEN
    is_dropped := false;
END $$;

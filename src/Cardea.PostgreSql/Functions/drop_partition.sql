-- Drops a partition, unless its table is in use: the other requests must not queue behind the sweep, so it is dropped another
-- time. Until the commit that follows, no other transaction can read the sessions or events.
--   rows, size  the rows and bytes that the partition had.
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

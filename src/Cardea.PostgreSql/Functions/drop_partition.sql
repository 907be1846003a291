-- Drops a partition, unless somebody uses its table: rather than let everybody queue behind the sweep, it is dropped another
-- time. Until the commit that follows, nobody else gets at the sessions or events.
CREATE OR REPLACE FUNCTION cardea.drop_partition(name text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
BEGIN
    EXECUTE format('DROP TABLE cardea.%I', name);
    RETURN true;
EXCEPTION WHEN lock_not_available OR undefined_table THEN
    RETURN false;
END $$;

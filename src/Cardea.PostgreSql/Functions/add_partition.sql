-- Adds a partition for a range of keys, if it is needed. Returns true if it did something; then another call may have more to
-- do. To add a partition, PostgreSQL reads the whole default partition, and locks the table meanwhile. So:
--   * With 10,000 rows or fewer in the default partition, that takes milliseconds. Its rows that belong to the new partition
--     move there in the same transaction. The whole table is locked first. Otherwise a transaction that has looked up the
--     partitions and waits for the default one would not know the new one, and would miss the moved rows.
--   * With more rows, no row moves. The range is weeks ahead and has no rows yet; the sweep removes the rows of the default
--     partition from there. A constraint proves that the default partition has no row of the range. One call adds the
--     constraint, which reads no row. The next call validates it, while others read and write. The last call adds the
--     partition, which now reads no row, and drops the constraint. Until then rows of the range are refused, but the range is
--     weeks ahead, and the start or sweep of any server continues.
CREATE OR REPLACE FUNCTION cardea.add_partition(
    is_needed boolean, parent text, name text, key text, lower text, upper text, storage text, moves boolean) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    spare CONSTANT text := parent || '_default';
    fence CONSTANT text := 'awaits_' || name;
    known record;
BEGIN
    SELECT conname, convalidated INTO known FROM pg_constraint
    WHERE conrelid = format('cardea.%I', spare)::regclass AND contype = 'c' AND starts_with(conname, 'awaits_');
    IF known.conname <> fence OR (known.conname IS NOT NULL AND (moves OR NOT is_needed)) THEN
        EXECUTE format('ALTER TABLE cardea.%I DROP CONSTRAINT %I', spare, known.conname);
        RETURN true;
    END IF;

    IF NOT is_needed THEN
        RETURN false;
    END IF;

    IF NOT moves AND known.conname IS NULL THEN
        EXECUTE format('ALTER TABLE cardea.%1$I ADD CONSTRAINT %2$I CHECK (%3$I < %4$L OR %3$I >= %5$L) NOT VALID', spare, fence, key, lower, upper);
        RETURN true;
    END IF;

    IF NOT moves AND NOT known.convalidated THEN
        EXECUTE format('ALTER TABLE cardea.%I VALIDATE CONSTRAINT %I', spare, fence);
        RETURN true;
    END IF;

    EXECUTE format('LOCK TABLE ONLY cardea.%I, ONLY cardea.%I IN ACCESS EXCLUSIVE MODE', parent, spare);
    EXECUTE format('CREATE TABLE cardea.%I (LIKE cardea.%I INCLUDING ALL) %s', name, parent, storage);
    IF moves THEN
        EXECUTE format(
            'WITH strays AS (DELETE FROM cardea.%1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *) INSERT INTO cardea.%5$I SELECT * FROM strays',
            spare, key, lower, upper, name);
    END IF;

    EXECUTE format('ALTER TABLE cardea.%I ATTACH PARTITION cardea.%I FOR VALUES FROM (%L) TO (%L)', parent, name, lower, upper);
    IF NOT moves THEN
        EXECUTE format('ALTER TABLE cardea.%I DROP CONSTRAINT %I', spare, fence);
    END IF;

    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    -- Another transaction uses the table. The others must not queue behind this call, so the next sweep tries again.
    RETURN false;
END $$;

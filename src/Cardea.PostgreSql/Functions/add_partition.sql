-- Adds a partition for a range of keys, if it is needed: true when it did something, and another call may have more to do.
-- PostgreSQL looks through the whole default partition for rows that belong into the new one, and nobody gets at the table
-- meanwhile. So:
--   * While the default has 10,000 rows at most, that takes milliseconds, and those of its rows that belong into the new one
--     move over in the same transaction. The whole table is locked first: somebody who had looked up the partitions, and then
--     waited for the default one, would not know the new one, and would not find what has moved.
--   * With more, no row moves: a row could not be seen in the new table before that is a partition, nor may it be in the
--     default from then on. The range is one that nothing is in yet, weeks ahead, and what is in the default is swept from
--     there. A constraint shows that it has no row of the range. It is added (one step, which looks at no row), then
--     validated (while others read and write, as long as it takes), and makes way for the partition (which now looks at no row).
--     Until then rows of the range would be refused: so it is weeks ahead, and any server's start or sweep goes on with it.
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
    -- Somebody reads for long: rather than let everybody queue behind us, this is tried again with the next sweep.
    RETURN false;
END $$;

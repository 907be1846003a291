-- Returns the places of up to 20,000 rows of a user with personal data in a partition of sessions or events. Returns NULL if
-- the partition is locked.
CREATE OR REPLACE FUNCTION cardea.find_personal(part regclass, personal text[], of_user text) RETURNS tid[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    places tid[];
BEGIN
    EXECUTE format(
        'SELECT array_agg(place ORDER BY place) FROM (SELECT ctid AS place FROM %s WHERE user_id = $1 AND num_nonnulls(%s) > 0 LIMIT 20000) AS found',
        part, array_to_string(personal, ', ')) INTO places USING of_user;
    RETURN coalesce(places, '{}');
EXCEPTION
    WHEN undefined_table THEN
        -- The sweep has dropped the partition meanwhile.
        RETURN '{}';
    WHEN lock_not_available THEN
        RETURN NULL;
END $$;

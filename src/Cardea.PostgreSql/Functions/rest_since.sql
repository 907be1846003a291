-- Returns how many seconds to rest after a step: a multiple of the time since it began.
CREATE OR REPLACE FUNCTION cardea.rest_since(began timestamptz, times integer) RETURNS double precision
LANGUAGE sql SET search_path = pg_catalog, pg_temp
RETURN times * extract(epoch FROM clock_timestamp() - began);

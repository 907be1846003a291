-- How many seconds to rest after something that began then: so many times as long as it took.
CREATE OR REPLACE FUNCTION cardea.rest_since(began timestamptz, times integer) RETURNS double precision
LANGUAGE sql SET search_path = pg_catalog, pg_temp
RETURN times * extract(epoch FROM clock_timestamp() - began);

-- A row is one session, for as long as it may live: rotating moves it on in place, so refreshes add nothing.
-- The id begins with the session's absolute end, and the table is partitioned by it: sweeping is dropping a partition.
-- No foreign key: the users may live in another store.

-- The absolute end of a session: the first 48 bits of its id, in milliseconds (RFC 9562, section 5.7). Here and below, of
-- immutable operations only: PostgreSQL then puts the expression in place of the call. These two never change, as an index
-- and the bounds of the partitions are made with them; all other functions are in Functions/.
CREATE FUNCTION cardea.session_end(id uuid) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_timestamp(('x0000' || left(replace(id::text, '-', ''), 12))::bit(64)::bigint / 1000.0);

-- The lowest id that a session can have which ends at that millisecond, or later.
CREATE FUNCTION cardea.session_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN rpad(lpad(to_hex(floor(extract(epoch FROM at - timestamptz 'epoch') * 1000)::bigint), 12, '0'), 32, '0')::uuid;

-- generation: that of the current refresh token; parent: the oldest one that is repeated within the grace; proved: the highest
-- one that is known to be received; recalls: how often the access tokens were recalled. rotated_at is the time of the last move,
-- or of the first proof of the current generation. is_recalled: recalled since the last move; the statement that rotates many
-- sessions leaves such a row for a closer look, because it may have read the user as they were before.
-- What a rotation changes stands side by side and in no index: rows stay in their page (HOT), and little goes to the log.
CREATE TABLE cardea.sessions (
    id          uuid        NOT NULL PRIMARY KEY,
    created_at  timestamptz NOT NULL,
    auth_time   timestamptz NOT NULL,
    ended_at    timestamptz,
    rotated_at  timestamptz NOT NULL,
    generation  integer     NOT NULL DEFAULT 0,
    parent      integer     NOT NULL DEFAULT 0,
    proved      integer     NOT NULL DEFAULT 0,
    recalls     integer     NOT NULL DEFAULT 0,
    is_recalled boolean     NOT NULL DEFAULT false,
    token_hash  bytea       NOT NULL,
    user_id     text        NOT NULL COLLATE "C",
    amr         text        NOT NULL,
    end_reason  smallint,
    device      text,
    user_agent  text,
    ip_address  text
) PARTITION BY RANGE (id);

-- For the sessions of one user: list, end all, the limit; also the ended ones, for an account that is deleted. By hash, which
-- takes half the room and is all that is asked for.
CREATE INDEX sessions_by_user ON cardea.sessions USING hash (user_id);

-- Takes a session whose partition is missing. The sweep empties it.
CREATE TABLE cardea.sessions_default PARTITION OF cardea.sessions DEFAULT WITH (fillfactor = 90);

-- A row is one session for all its life. A rotation changes the row in place, so refreshes add no rows.
-- The id begins with the session's absolute end, and the table is partitioned by id: sweeping drops partitions.
-- There is no foreign key to users, because the users may live in another store.

-- The absolute end of a session: the first 48 bits of its id, in milliseconds (RFC 9562, section 5.7).
-- This function and the next one are part of the tables: an index and the bounds of partitions are built with them. So they
-- never change, and are created here. All other functions are in Functions/. They use immutable operations only, so PostgreSQL
-- inlines them.
CREATE FUNCTION cardea.session_end(id uuid) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_timestamp(('x0000' || left(replace(id::text, '-', ''), 12))::bit(64)::bigint / 1000.0);

-- The lowest id of a session that ends at that millisecond or later.
CREATE FUNCTION cardea.session_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN rpad(lpad(to_hex(floor(extract(epoch FROM at - timestamptz 'epoch') * 1000)::bigint), 12, '0'), 32, '0')::uuid;

-- generation: of the current refresh token. parent: the oldest generation that is repeated within the grace. proved: the
-- highest generation that the client is known to have. recalls: how often the access tokens were recalled. rotated_at: the time
-- of the last move, or of the first receipt of the current generation. is_recalled: recalled since the last move. The statement
-- that rotates many sessions leaves such a row for a closer look, because it may have read the user before the change.
-- The columns that a rotation changes stand side by side and have no index. So PostgreSQL updates the row in its page (HOT) and
-- logs little.
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

-- For the sessions of one user: list, end all, the limit. Ended sessions are in it too, for the deletion of an account. A hash
-- index takes half the space, and only equality is needed.
CREATE INDEX sessions_by_user ON cardea.sessions USING hash (user_id);

-- Holds the sessions whose partition is missing. The sweep empties it.
CREATE TABLE cardea.sessions_default PARTITION OF cardea.sessions DEFAULT WITH (fillfactor = 90);

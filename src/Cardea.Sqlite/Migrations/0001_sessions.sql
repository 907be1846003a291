-- A row is one session, for as long as it may live: rotating moves it on in place, so refreshes add nothing.
-- The id begins with the session's absolute end; WITHOUT ROWID keeps the rows in that order, which sweeping deletes from the front.
-- The lowest generation is that whose access tokens are still accepted: higher than the generation after a recall.
-- No foreign key: the users may live in another store.
CREATE TABLE sessions (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id     TEXT    NOT NULL,
    generation  INTEGER NOT NULL,
    parent      INTEGER,
    lowest_generation INTEGER NOT NULL DEFAULT 0,
    token_hash  BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    rotated_at  INTEGER NOT NULL,
    receipt     INTEGER NOT NULL DEFAULT 0,
    ended_at    INTEGER,
    end_reason  INTEGER,
    device      TEXT,
    user_agent  TEXT,
    ip_address  TEXT,
    amr         TEXT    NOT NULL,
    auth_time   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sessions of one user: list, end all, the limit. Rotation changes nothing in it.
CREATE INDEX sessions_by_user ON sessions (user_id);

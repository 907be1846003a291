-- A row is one session, for as long as it may live: rotating moves it on in place, so refreshes add nothing.
-- The id begins with the session's absolute end; WITHOUT ROWID keeps the rows in that order, which sweeping deletes from the front.
-- generation: that of the current refresh token; parent: the oldest one that is repeated within the grace; proved: the highest
-- one that is known to be received; recalls: how often the access tokens were recalled. rotated_at is the time of the last move,
-- or of the first proof of the current generation.
-- No foreign key: the users may live in another store.
CREATE TABLE sessions (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id     TEXT    NOT NULL,
    generation  INTEGER NOT NULL DEFAULT 0,
    parent      INTEGER NOT NULL DEFAULT 0,
    proved      INTEGER NOT NULL DEFAULT 0,
    recalls     INTEGER NOT NULL DEFAULT 0,
    token_hash  BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    rotated_at  INTEGER NOT NULL,
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

-- Security events. Rows are added and not changed. Their ids sort by time.
CREATE TABLE events (
    id         BLOB    NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    user_id    TEXT,
    session_id BLOB,
    ip_address TEXT,
    network    TEXT,
    user_agent TEXT,
    detail     TEXT
) STRICT, WITHOUT ROWID;

-- For the events of one user, the newest first.
CREATE INDEX events_by_user ON events (user_id, id);

-- For the question at each sign-in whether the user knows the device. Other events, which a user can cause without end, are not in it.
CREATE INDEX events_of_known_devices ON events (user_id, user_agent, network) WHERE kind IN (0, 1, 52);

-- For the sweep.
CREATE INDEX events_by_time ON events (at);

-- Users whose account is deleted, and whose personal data in sessions and events is still being erased, in batches. The sweep
-- continues after a crash, so no user is forgotten.
CREATE TABLE erasures (
    user_id  TEXT    NOT NULL PRIMARY KEY,
    asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

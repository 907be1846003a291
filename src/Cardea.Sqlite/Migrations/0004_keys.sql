-- Keys, sealed under the master key. The highest sequence is the newest key, even if the clocks of the processes differ.
-- longest_life: the longest life of any token that the key makes, in milliseconds. It is raised before such a token is made,
-- and never lowered.
CREATE TABLE keys (
    sequence        INTEGER PRIMARY KEY,
    id              TEXT    NOT NULL,
    purpose         INTEGER NOT NULL,
    sealed_material BLOB    NOT NULL,
    created_at      INTEGER NOT NULL,
    active_from     INTEGER NOT NULL,
    longest_life    INTEGER NOT NULL,
    expires_at      INTEGER,
    retired_at      INTEGER,
    UNIQUE (purpose, id)
) STRICT;

-- For the sweep.
CREATE INDEX keys_by_expiry ON keys (expires_at);

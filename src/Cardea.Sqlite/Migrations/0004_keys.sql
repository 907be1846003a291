-- Keys, sealed under the master key. The sequence says which one is the newest, whatever the clocks of the nodes say. longest_life
-- is the longest life of any token that a key makes, in milliseconds: it is raised before such a token is made, and never lowered.
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

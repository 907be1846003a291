-- Keys, sealed under the master key. The sequence says which one is the newest, whatever the clocks of the nodes say.
CREATE TABLE keys (
    sequence        INTEGER PRIMARY KEY,
    id              TEXT    NOT NULL,
    purpose         INTEGER NOT NULL,
    sealed_material BLOB    NOT NULL,
    created_at      INTEGER NOT NULL,
    active_from     INTEGER NOT NULL,
    expires_at      INTEGER,
    UNIQUE (purpose, id)
) STRICT;

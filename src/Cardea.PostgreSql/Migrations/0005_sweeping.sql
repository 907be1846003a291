-- The data of the sweep. Its procedure, and the functions that it calls, are in Functions/.

-- The settings that the database needs. The servers write them.
CREATE TABLE cardea.settings (
    only_row         boolean  NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    session_lifetime interval NOT NULL
);

INSERT INTO cardea.settings (session_lifetime) VALUES ('30 days');

-- The rules of the sweep: a table, and when its rows expire. That is the time in expires_at, or later by the setting that
-- kept_for names. The time has an index, or the table has few rows.
CREATE TABLE cardea.sweep_rules (
    rule       text NOT NULL COLLATE "C" PRIMARY KEY,
    expires_at text NOT NULL,
    kept_for   text
);

INSERT INTO cardea.sweep_rules VALUES
    ('revocations', 'expires_at'),
    ('keys', 'expires_at'),
    ('sessions_default', 'cardea.session_end(id)');

CREATE INDEX sessions_default_by_end ON cardea.sessions_default (cardea.session_end(id));

-- Users whose account is deleted, and whose personal data in sessions and events is still being erased, in batches. The sweep
-- continues after a crash, so no user is forgotten.
CREATE TABLE cardea.erasures (
    user_id  text        NOT NULL COLLATE "C" PRIMARY KEY,
    asked_at timestamptz NOT NULL
);

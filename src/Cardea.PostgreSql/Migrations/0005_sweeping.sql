-- What the sweep goes by. The procedure itself, and all that it calls, is in Functions/.

-- What the database has to know of the settings, written by the servers.
CREATE TABLE cardea.settings (
    only_row         boolean  NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    session_lifetime interval NOT NULL
);

INSERT INTO cardea.settings (session_lifetime) VALUES ('30 days');

-- The rules: a table, and when its rows expire: at a time of theirs, or as long after it as a column of the settings says.
-- Each table finds that time by an index, or has few rows.
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

-- Users whose account is deleted, and whose personal data in sessions and events is still being erased, in batches. Whoever
-- sweeps goes on with it: a crash loses none of them.
CREATE TABLE cardea.erasures (
    user_id  text        NOT NULL COLLATE "C" PRIMARY KEY,
    asked_at timestamptz NOT NULL
);

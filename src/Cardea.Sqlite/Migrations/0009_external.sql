-- Sign-in with other providers. An account at a provider (a login) belongs to one user: the key makes sure of that.
CREATE TABLE external_logins (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL,
    login   TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX external_logins_by_user ON external_logins (user_id);

-- The login, and the provider's own session (sid), that a session began with. expires_at: the absolute end of the session.
CREATE TABLE external_sessions (
    session_id BLOB    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL,
    issuer     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    sid        TEXT,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX external_sessions_by_expiry ON external_sessions (expires_at);

CREATE INDEX external_sessions_by_user ON external_sessions (user_id);

CREATE INDEX external_sessions_by_login ON external_sessions (issuer, subject);

CREATE INDEX external_sessions_by_sid ON external_sessions (issuer, sid) WHERE sid IS NOT NULL;

-- States, nonces and logout tokens that were used, by their hash, until their end.
CREATE TABLE external_uses (
    hash       TEXT    NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX external_uses_by_expiry ON external_uses (expires_at);

-- Logouts that providers reported, by a hash of the login or of the provider's session. logged_out_at is by the provider's clock.
CREATE TABLE external_logouts (
    key           TEXT    NOT NULL PRIMARY KEY,
    logged_out_at INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX external_logouts_by_expiry ON external_logouts (expires_at);

-- The issuer of each provider. If a provider got another issuer, its users would get into other accounts.
CREATE TABLE external_providers (
    name   TEXT NOT NULL PRIMARY KEY,
    issuer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

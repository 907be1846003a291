-- Sign-in with other providers. An account at a provider (a login) belongs to one user: the key makes sure of that.
CREATE TABLE cardea.external_logins (
    issuer  text NOT NULL COLLATE "C",
    subject text NOT NULL COLLATE "C",
    user_id text NOT NULL COLLATE "C",
    login   text NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX external_logins_by_user ON cardea.external_logins (user_id);

-- The login, and the provider's own session (sid), that a session began with. The table of sessions has no such columns, because few
-- sessions need them. expires_at: the absolute end of the session.
CREATE TABLE cardea.external_sessions (
    session_id uuid        NOT NULL PRIMARY KEY,
    user_id    text        NOT NULL COLLATE "C",
    issuer     text        NOT NULL COLLATE "C",
    subject    text        NOT NULL COLLATE "C",
    sid        text        COLLATE "C",
    expires_at timestamptz NOT NULL
);

CREATE INDEX external_sessions_by_user ON cardea.external_sessions (user_id);

CREATE INDEX external_sessions_by_login ON cardea.external_sessions (issuer, subject);

CREATE INDEX external_sessions_by_sid ON cardea.external_sessions (issuer, sid) WHERE sid IS NOT NULL;

CREATE INDEX external_sessions_by_expiry ON cardea.external_sessions (expires_at);

-- States, nonces and logout tokens that were used, by their hash, until their end.
CREATE TABLE cardea.external_uses (
    hash       text        NOT NULL COLLATE "C" PRIMARY KEY,
    expires_at timestamptz NOT NULL
);

CREATE INDEX external_uses_by_expiry ON cardea.external_uses (expires_at);

-- Logouts that providers reported, by a hash of the login or of the provider's session. logged_out_at is by the provider's clock. A
-- sign-in holds its rows until its session is there, so a logout at the same time finds the session, or the sign-in finds the logout.
CREATE TABLE cardea.external_logouts (
    key           text        NOT NULL COLLATE "C" PRIMARY KEY,
    logged_out_at timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL
);

CREATE INDEX external_logouts_by_expiry ON cardea.external_logouts (expires_at);

-- The issuer of each provider. If a provider got another issuer, its users would get into other accounts.
CREATE TABLE cardea.external_providers (
    name   text NOT NULL COLLATE "C" PRIMARY KEY,
    issuer text NOT NULL COLLATE "C"
);

INSERT INTO cardea.sweep_rules VALUES
    ('external_sessions', 'expires_at'),
    ('external_uses', 'expires_at'),
    ('external_logouts', 'expires_at');

-- Cardea's own users. The roles are in the row, so one statement rotates a session and reads them. device_epoch: how often all
-- sessions were ended without exception. It voids the device tokens of before. deletion_asked_at: the owner asked to delete the
-- account. It is disabled, and is removed once no change of its address can be undone. password_breached_at: when a sign-in found
-- the present password among breached ones.
CREATE TABLE cardea.users (
    id                text        NOT NULL COLLATE "C",
    email             text        NOT NULL COLLATE "C" UNIQUE,
    email_verified    boolean     NOT NULL,
    password_hash     text,
    security_stamp    text        NOT NULL,
    concurrency_stamp text        NOT NULL,
    roles             text[]      NOT NULL,
    created_at        timestamptz NOT NULL,
    disabled_at       timestamptz,
    deletion_asked_at timestamptz,
    password_breached_at timestamptz,
    session_epoch     bigint      NOT NULL DEFAULT 0,
    device_epoch      bigint      NOT NULL DEFAULT 0,

    -- The address is in the index, so a search for users reads only the index.
    PRIMARY KEY (id) INCLUDE (email)
);

-- The last enabled administrator is looked for among these few.
CREATE INDEX users_administrators ON cardea.users (id) WHERE 'admin' = ANY (roles) AND disabled_at IS NULL;

-- For the removal of the few accounts that wait for it.
CREATE INDEX users_by_deletion ON cardea.users (deletion_asked_at) WHERE deletion_asked_at IS NOT NULL;

-- How often all sessions of a user were ended, for users of another store. A sign-in compares it. For Cardea's own users it
-- compares session_epoch.
CREATE TABLE cardea.session_epochs (
    user_id      text   NOT NULL COLLATE "C" PRIMARY KEY,
    epoch        bigint NOT NULL,
    device_epoch bigint NOT NULL DEFAULT 0
);

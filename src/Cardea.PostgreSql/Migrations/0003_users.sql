-- Cardea's own users. The roles are in the row, so that one statement rotates a session and reads them.
CREATE TABLE cardea.users (
    id                text        NOT NULL COLLATE "C" PRIMARY KEY,
    email             text        NOT NULL COLLATE "C" UNIQUE,
    email_verified    boolean     NOT NULL,
    password_hash     text,
    security_stamp    text        NOT NULL,
    concurrency_stamp text        NOT NULL,
    roles             text[]      NOT NULL,
    created_at        timestamptz NOT NULL,
    disabled_at       timestamptz
);

-- For people: the sessions that have not ended, each with its end as a date. The condition on the id lets PostgreSQL skip the
-- partitions of expired sessions.
CREATE OR REPLACE VIEW cardea.live_sessions AS
SELECT id, user_id, device, user_agent, ip_address, created_at, rotated_at AS last_used_at, cardea.session_end(id) AS ends_at, generation
FROM cardea.sessions
WHERE ended_at IS NULL AND id >= cardea.session_floor(now() + interval '1 millisecond');

-- For people: the sessions that are past their absolute end and not yet removed.
CREATE OR REPLACE VIEW cardea.expired_sessions AS
SELECT id, user_id, device, user_agent, ip_address, created_at, rotated_at AS last_used_at, cardea.session_end(id) AS ends_at, ended_at, end_reason
FROM cardea.sessions
WHERE id < cardea.session_floor(now() + interval '1 millisecond');

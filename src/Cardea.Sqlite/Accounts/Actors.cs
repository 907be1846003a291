using Cardea.Sessions;

namespace Cardea.Sqlite;

/// <summary>Checks the session through which a change is made. The transaction holds the write lock, so the session stays as it is.</summary>
internal static class Actors
{
    /// <summary>True if the session is live and its user entitled. A user without a row lives in another store, and has no role here.</summary>
    public static bool IsEntitled(PreparedConnection connection, Actor actor, DateTimeOffset now, CardeaOptions options) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            SELECT coalesce((SELECT roles FROM users WHERE id = @actor), '[]') FROM sessions
            WHERE id = @session AND user_id = @actor AND {LiveSession.Condition}
                AND NOT EXISTS (SELECT 1 FROM users WHERE id = @actor AND disabled_at IS NOT NULL)
            """)
            .With("@session", actor.Session)
            .With("@actor", actor.User)
            .WithLife(now, options)
            .Row(static row => row.GetString(0)) is { } roles
        && (actor.Role is null || TextsJson.Read(roles).Contains(actor.Role));
}

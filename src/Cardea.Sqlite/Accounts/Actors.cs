using Cardea.Sessions;

namespace Cardea.Sqlite;

/// <summary>Checks the session through which a change is made. The transaction holds the write lock, so the session stays as it is.</summary>
internal static class Actors
{
    /// <summary>True if the session is live and its user entitled.</summary>
    public static bool IsEntitled(PreparedConnection connection, Actor actor, DateTimeOffset now, CardeaOptions options) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            SELECT roles FROM users
            WHERE id = @actor AND disabled_at IS NULL
                AND EXISTS (SELECT 1 FROM sessions WHERE id = @session AND user_id = @actor AND {LiveSession.Condition})
            """)
            .With("@session", actor.Session)
            .With("@actor", actor.User)
            .WithLife(now, options)
            .Row(static row => row.GetString(0)) is { } roles
        && (actor.Role is null || TextsJson.Read(roles).Contains(actor.Role));
}

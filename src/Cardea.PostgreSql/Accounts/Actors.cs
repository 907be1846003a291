using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Checks the session through which a change is made, and holds it until the change is committed.</summary>
internal static class Actors
{
    /// <summary>True if the session is live and its user entitled. The locks come in one order: users by id, then the session.</summary>
    /// <param name="transaction">The transaction of the change.</param>
    /// <param name="actor">The session and its user.</param>
    /// <param name="subject">The user who is changed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">The settings.</param>
    public static async Task<bool> IsEntitledAsync(this Transaction transaction, Actor actor, UserId subject, TimeProvider clock, CardeaOptions options)
    {
        var users = await transaction.RunAsync(
            new NpgsqlBatchCommand("SELECT FROM cardea.users WHERE id = ANY (@ids) ORDER BY id FOR NO KEY UPDATE")
                .With("@ids", (string[])[actor.User.Value, subject.Value]));

        if (users == 0)
        {
            // Two sessions of a user of another store must not each hold itself and wait for the other.
            await transaction.RunAsync(PostgreSqlSessionStore.HoldEpoch(actor.User));
        }

        // The end of a session waits for this transaction, or this statement sees the end. A user without a row lives in another
        // store, and has no role here.
        return await transaction.RunAsync(
            new NpgsqlBatchCommand(
                $"""
                SELECT FROM cardea.sessions
                WHERE id = @session AND user_id = @actor AND {LiveSession.Condition}
                    AND NOT EXISTS (SELECT FROM cardea.users WHERE users.id = @actor AND disabled_at IS NOT NULL)
                    AND (@role IS NULL OR EXISTS (SELECT FROM cardea.users WHERE users.id = @actor AND @role = ANY (roles)))
                FOR NO KEY UPDATE OF sessions
                """)
                .With("@session", actor.Session)
                .With("@actor", actor.User)
                .With("@role", actor.Role)
                .WithLife(clock, options)) > 0;
    }
}

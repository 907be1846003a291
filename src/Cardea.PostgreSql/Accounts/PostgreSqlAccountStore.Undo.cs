using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <content>What a change of address that can be undone holds up.</content>
internal sealed partial class PostgreSqlAccountStore
{
    private const string CanBeUndone =
        $"EXISTS (SELECT FROM cardea.codes WHERE user_id = users.id AND purpose = 10 AND expires_at > {Moment.Now})";

    public async Task<UserId?> FindReservationAsync(string email, CancellationToken cancellationToken) =>
        await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand($"SELECT user_id FROM cardea.codes WHERE purpose = 10 AND address = @email AND expires_at > {Moment.Now} LIMIT 1")
                .With("@email", email)
                .WithNow(clock),
            static row => new UserId(row.GetString(0)),
            cancellationToken) is [var user] ? user : null;

    private NpgsqlBatchCommand FindUndoable(UserId id) =>
        new NpgsqlBatchCommand($"SELECT FROM cardea.users WHERE id = @id AND {CanBeUndone}").With("@id", id).WithNow(clock);

    // An undo at the same time waits and finds no user, or this statement sees it.
    private NpgsqlBatchCommand HoldDue(UserId id) =>
        new NpgsqlBatchCommand($"SELECT FROM cardea.users WHERE id = @id AND deletion_asked_at IS NOT NULL AND NOT {CanBeUndone} FOR UPDATE")
            .With("@id", id)
            .WithNow(clock);
}

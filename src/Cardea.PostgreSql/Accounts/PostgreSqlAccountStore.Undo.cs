using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <content>What a change of address that can be undone holds up.</content>
internal sealed partial class PostgreSqlAccountStore
{
    private const string CanBeUndone =
        $"EXISTS (SELECT FROM cardea.codes WHERE user_id = users.id AND purpose = 10 AND expires_at > {Moment.Now})";

    private NpgsqlBatchCommand FindUndoable(UserId id) =>
        new NpgsqlBatchCommand($"SELECT FROM cardea.users WHERE id = @id AND {CanBeUndone}").With("@id", id).WithNow(clock);

    // An undo at the same time waits and finds no user, or this statement sees it.
    private NpgsqlBatchCommand HoldDue(UserId id) =>
        new NpgsqlBatchCommand($"SELECT FROM cardea.users WHERE id = @id AND deletion_asked_at IS NOT NULL AND NOT {CanBeUndone} FOR UPDATE")
            .With("@id", id)
            .WithNow(clock);
}

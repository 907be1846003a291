using Cardea.Tokens;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    public Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var recorded = 0;
                foreach (var receipt in receipts)
                {
                    recorded += connection.Prepare(static command => command.CommandText =
                        "UPDATE sessions SET receipt = 1 WHERE id = @id AND generation = @generation AND receipt = 0")
                        .With("@id", receipt.SessionId)
                        .With("@generation", receipt.Generation)
                        .ExecuteNonQuery();
                }

                return recorded;
            },
            cancellationToken);
}

using System.Data.Common;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>An empty database, made for one test and gone after it.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>What opens a store on it.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Makes it, without tables; or skips the test when there is no server to make it on.</summary>
    public abstract Task CreateAsync();

    /// <summary>Keeps a copy of all that is stored now. Nobody else is at work meanwhile.</summary>
    public abstract Task SaveAsync();

    /// <summary>Puts the copy back, under the nodes that are open: commits since are lost, as after a failover.</summary>
    public abstract Task FallBackAsync();

    /// <summary>Makes every insert into a table fail, as a full disk does.</summary>
    public abstract Task RefuseInsertsAsync(string table);

    /// <summary>Takes <see cref="RefuseInsertsAsync"/> back.</summary>
    public abstract Task AllowInsertsAsync(string table);

    /// <summary>Reads the row of a session.</summary>
    public async Task<StoredSession> ReadAsync(SessionId id)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        WriteSelect(command);
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@id", Bind(id));
        command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        return new(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), ReadTime(row, 4), ReadTime(row, 5));
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens a connection beside those of the nodes.</summary>
    protected abstract Task<DbConnection> OpenAsync();

    /// <summary>Writes the statement that reads the columns of <see cref="StoredSession"/> of the session <c>@id</c>.</summary>
    protected abstract void WriteSelect(DbCommand command);

    protected abstract object Bind(SessionId id);

    protected abstract DateTimeOffset ReadTime(DbDataReader row, int column);
}

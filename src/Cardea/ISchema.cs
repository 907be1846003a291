namespace Cardea;

/// <summary>The tables of a store, brought up to date by numbered migrations.</summary>
public interface ISchema
{
    /// <summary>Where the data is, for people: a path or a host, never a credential.</summary>
    string Location { get; }

    /// <summary>The directory of an embedded database, where its master key may live too; <see langword="null"/> for a server.</summary>
    string? DataDirectory { get; }

    /// <summary>Applies the migrations that are missing; of many processes at once, each applies once.</summary>
    /// <returns>The names of those applied now.</returns>
    /// <exception cref="SetupException">The store can't be used: the message says why, and the fix.</exception>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken);
}

namespace Cardea;

/// <summary>The tables of a store, brought up to date by numbered migrations.</summary>
public interface ISchema
{
    /// <summary>Where the data is, for people: a path or a host, never a credential.</summary>
    string Location { get; }

    /// <summary>The directory of an embedded database, where its master key may live too; <see langword="null"/> for a server.</summary>
    string? DataDirectory { get; }

    /// <summary>
    /// Refuses what is not Cardea's own, such as another program's file, and changes nothing. A store that is not there yet, or
    /// that only a server can tell of, is left to <see cref="MigrateAsync"/>.
    /// </summary>
    /// <exception cref="SetupException">The store can't be used: the message says why, and the fix.</exception>
    void Inspect();

    /// <summary>Applies the migrations that are missing; of many processes at once, each applies once.</summary>
    /// <returns>The names of those applied now.</returns>
    /// <exception cref="SetupException">The store can't be used: the message says why, and the fix.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer, and may do so later.</exception>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken);
}

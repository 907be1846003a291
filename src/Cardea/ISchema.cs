namespace Cardea;

/// <summary>The tables of a store. Numbered migrations bring them up to date.</summary>
public interface ISchema
{
    /// <summary>Says where the data is, for people: a path or a host, never a credential.</summary>
    string Location { get; }

    /// <summary>The directory of an embedded database. Its master key may be there too. <see langword="null"/> for a server.</summary>
    string? DataDirectory { get; }

    /// <summary>
    /// Refuses a store that is not Cardea's own, such as the file of another program. It changes nothing, and accepts a store
    /// that does not exist yet. A store on a server is checked by <see cref="MigrateAsync"/>.
    /// </summary>
    /// <exception cref="SetupException">The store can't be used. The message says why, and names the fix.</exception>
    void Inspect();

    /// <summary>Applies the missing migrations. If many processes start at once, each migration is applied once.</summary>
    /// <returns>The names of the migrations that this call applied.</returns>
    /// <exception cref="SetupException">The store can't be used. The message says why, and names the fix.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer now. It may answer later.</exception>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Refuses a store whose tables are missing, or are not those of this program. It changes nothing.</summary>
    /// <exception cref="SetupException">The store can't be used. The message says why, and names the fix.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer now. It may answer later.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}

namespace Cardea.AspNetCore.Hosting;

/// <summary>Brings the tables up to date, or only checks them where an operator does the first by hand.</summary>
internal static class PreparedSchema
{
    /// <summary>Migrates the tables. With <see cref="CardeaOptions.MigrateAtStart"/> false, it refuses tables that are not up to date, and changes nothing.</summary>
    /// <returns>The names of the migrations that this call applied.</returns>
    /// <exception cref="SetupException">The store can't be used. The message says why, and names the fix.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer now. It may answer later.</exception>
    public static async Task<IReadOnlyList<string>> PrepareAsync(this ISchema schema, CardeaOptions options, CancellationToken cancellationToken)
    {
        if (options.MigrateAtStart)
        {
            return await schema.MigrateAsync(cancellationToken);
        }

        await schema.CheckAsync(cancellationToken);
        return [];
    }
}

namespace Cardea.Tests.Revocation.Model;

/// <summary>
/// The rules for the life of an index entry and of its row. The defaults are the rules of the product. Each switch brings back
/// a fault that the code or a draft of the design had.
/// </summary>
internal sealed record EntryRules
{
    /// <summary>A node drops an entry when the wall clock says so, not one life after it learned the entry.</summary>
    public bool DropsByWallClock { get; init; }

    /// <summary>Reads of the feed leave out rows that have expired by the database's clock.</summary>
    public bool ReadsFilterByExpiry { get; init; }

    /// <summary>The server's sweep asks the database's clock alone, not the earlier of both clocks.</summary>
    public bool SweepsByDatabaseClock { get; init; }

    /// <summary>An entry lives as long as the tokens of today's setting, not as long as the longest-lived one that was signed.</summary>
    public bool EntriesLiveByTodaysSetting { get; init; }

    /// <summary>An acceptor checks the expiry of a token with its own larger clock skew, not with the issuer's.</summary>
    public bool AcceptorKeepsItsSkew { get; init; }

    /// <summary>How long after its expiry pg_cron leaves a row. The product waits a day.</summary>
    public int CronMargin { get; init; } = 20;

    /// <summary>How far a clock jumps.</summary>
    public int Jump { get; init; } = 10;

    /// <summary>The two clocks are never wrong at once. That both are wrong is a documented corner.</summary>
    public bool OneClockAtATime { get; init; }
}

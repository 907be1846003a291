using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>A search for users by a part of their address. The users come in the order of their ids, which never change.</summary>
/// <param name="Text">A part of a normalised address; empty for all users.</param>
internal sealed record UserSearch(string Text)
{
    /// <summary>The page begins after this user; null for the first page.</summary>
    public UserId? After { get; init; }

    /// <summary>The maximum number of users on a page.</summary>
    public int Most { get; init; } = 100;

    /// <summary>How many users the search looks at, which bounds its time.</summary>
    public int Window { get; init; } = 100_000;
}

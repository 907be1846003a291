using Cardea.Accounts;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Administration;

/// <summary>Reads users page by page, for operators.</summary>
internal static class UserPages
{
    // A search that finds many looks at few users, and a request looks at a million at most.
    private static readonly int[] Windows = [1_000, 10_000, .. Enumerable.Repeat(100_000, 10)];

    /// <summary>Reads a page. If few addresses match, the page may be short though more users follow.</summary>
    /// <param name="accounts">The store.</param>
    /// <param name="text">A part of the address, in any case; null or empty for all users.</param>
    /// <param name="after">The page begins after this user; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public static async Task<UserPage> ReadPageAsync(this IAccountStore accounts, string? text, UserId? after, CancellationToken cancellationToken)
    {
        var search = new UserSearch(EmailAddress.NormalizePart(text ?? ""));
        var found = new List<CardeaUser>();
        var next = after;
        foreach (var window in Windows)
        {
            (var users, next) = await accounts.SearchAsync(search with { After = next, Most = search.Most - found.Count, Window = window }, cancellationToken);
            found.AddRange(users);
            if (next is null || found.Count == search.Most)
            {
                break;
            }
        }

        return new(found, next);
    }
}

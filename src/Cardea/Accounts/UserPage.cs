using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>A page of users.</summary>
/// <param name="Users">The users, sorted by id.</param>
/// <param name="Next">The search goes on after this user; null if no user follows. A short page, or an empty one, may have it too.</param>
internal sealed record UserPage(IReadOnlyList<CardeaUser> Users, UserId? Next)
{
    /// <summary>Describes what a search has found.</summary>
    /// <param name="search">The search.</param>
    /// <param name="users">The users that it found.</param>
    /// <param name="end">The last user that it looked at; null if there are no more.</param>
    public static UserPage Of(UserSearch search, IReadOnlyList<CardeaUser> users, UserId? end) =>
        new(users, users.Count == search.Most ? new UserId(users[^1].Id) : end);
}

namespace Cardea.Accounts;

/// <summary>The result of a change of a user by the app.</summary>
public enum UserChange
{
    /// <summary>The user is as the app wants.</summary>
    Done,

    /// <summary>There is no such user.</summary>
    NotFound,

    /// <summary>Nothing changed: the user is the last enabled one with the role <see cref="Role.Administrator"/>.</summary>
    LastAdministrator,
}

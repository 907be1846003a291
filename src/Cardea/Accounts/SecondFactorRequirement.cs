namespace Cardea.Accounts;

/// <summary>The users who must have a second factor.</summary>
public enum SecondFactorRequirement
{
    /// <summary>No user must have one. A user who has one is asked for it.</summary>
    None,

    /// <summary>Users with the role <c>admin</c> must have one.</summary>
    Administrators,

    /// <summary>All users must have one.</summary>
    All,
}

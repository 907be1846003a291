namespace Cardea.Accounts;

/// <summary>What became of an update of a user.</summary>
public enum AccountUpdate
{
    /// <summary>It is stored, durably.</summary>
    Updated,

    /// <summary>Somebody else updated or removed the user since it was read.</summary>
    Stale,

    /// <summary>The new e-mail address belongs to another user.</summary>
    EmailTaken,
}

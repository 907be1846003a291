namespace Cardea.Accounts;

/// <summary>The account that a provider's user gets whose login is new. Cardea never links silently, unless the operator wants it so.</summary>
internal enum ExternalChoice
{
    /// <summary>Nobody vouches for the address, or there is none: the person gives one and reads its mail.</summary>
    EmailRequired,

    /// <summary>The address is not in use: a new account.</summary>
    Register,

    /// <summary>The address is of a verified account: its owner signs in as before, and confirms.</summary>
    LinkRequired,

    /// <summary>The address is of a verified account, and the operator wants it linked at once.</summary>
    Link,

    /// <summary>The address is of an account that was never verified: the person proves the account, or takes it over.</summary>
    ProofRequired,

    /// <summary>The account of the address is disabled.</summary>
    Refused,
}

/// <summary>Chooses the account.</summary>
internal static class ExternalChoices
{
    /// <summary>Chooses for a login that no account has.</summary>
    /// <param name="provedAddress">The address, if a trusted provider or a mailed code proved it; null otherwise.</param>
    /// <param name="known">The account that has the address; null if none has.</param>
    /// <param name="isAutomatic">True if the operator wants verified accounts to be linked at once.</param>
    public static ExternalChoice Of(string? provedAddress, AccountFacts? known, bool isAutomatic) => (provedAddress, known) switch
    {
        (null, _) => ExternalChoice.EmailRequired,
        (_, null) => ExternalChoice.Register,
        (_, { IsEnabled: false }) => ExternalChoice.Refused,
        (_, { EmailVerified: false }) => ExternalChoice.ProofRequired,
        _ => isAutomatic ? ExternalChoice.Link : ExternalChoice.LinkRequired,
    };
}

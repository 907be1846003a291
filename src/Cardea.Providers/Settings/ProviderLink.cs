namespace Cardea.Providers;

/// <summary>What happens if the proved address of a provider's new user belongs to a verified account.</summary>
public enum ProviderLink
{
    /// <summary>The owner signs in as before, and then confirms that the provider's account is theirs.</summary>
    AfterSignIn,

    /// <summary>The provider's user is linked at once. Whoever controls the provider then controls these accounts.</summary>
    Automatic,
}

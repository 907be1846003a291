namespace Cardea.Client;

/// <summary>What a sign-in with a provider needs, before the user is signed in.</summary>
public enum ProviderStep
{
    /// <summary>The account of the address is verified: the owner signs in as before, and then calls <see cref="CardeaClient.LinkProviderAsync"/>.</summary>
    Link,

    /// <summary>
    /// The provider proves no address: call <see cref="CardeaClient.SendProviderAddressAsync"/>, and then
    /// <see cref="CardeaClient.FinishProviderSignInAsync"/> with the digits of the mail.
    /// </summary>
    Email,

    /// <summary>
    /// The account of the address was never verified: call <see cref="CardeaClient.ProveProviderAccountAsync"/> with its password, or
    /// <see cref="CardeaClient.TakeOverProviderAccountAsync"/>.
    /// </summary>
    Proof,
}

using System.Text;
using Cardea.External;

namespace Cardea.Providers.Protocol;

/// <summary>Who signed in at a provider, as the provider says.</summary>
/// <param name="Provider">The name of the provider.</param>
/// <param name="SignIn">The login, and the provider's session.</param>
/// <param name="Email">The address, normalised; null if the provider gave none.</param>
/// <param name="IsEmailProved">True if a trusted provider says that the user has the mailbox.</param>
/// <param name="Label">What people call the account at the provider; null if the provider did not say.</param>
internal sealed record ExternalIdentity(string Provider, ProviderSignIn SignIn, string? Email, bool IsEmailProved, string? Label)
{
    /// <summary>The address that is proved; null if none is.</summary>
    public string? ProvedEmail => IsEmailProved ? Email : null;

    /// <summary>The login that is linked to an account.</summary>
    public ExternalLogin ToLogin(DateTimeOffset now) => new(SignIn.Issuer, SignIn.Subject, Label, now);

    // The address is personal.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Provider = ").Append(Provider);
        return true;
    }
}

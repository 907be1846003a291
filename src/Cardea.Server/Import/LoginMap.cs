using Cardea.Accounts;
using Cardea.External;
using Cardea.Providers.Settings;

namespace Cardea.Server.Import;

/// <summary>Finds the provider of Cardea's that the logins of another service are of.</summary>
internal sealed class LoginMap
{
    private const char Separator = '=';

    private readonly Dictionary<string, string> _issuers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the mappings of the command line.</summary>
    /// <param name="mappings">A name of the other service, an equals sign, and the name of a provider or its issuer.</param>
    /// <param name="providers">The providers in the settings; null if there are none.</param>
    /// <exception cref="SetupException">A mapping can't be read.</exception>
    public LoginMap(IEnumerable<string> mappings, ProviderList? providers)
    {
        // ASP.NET Core's handlers of these providers store the id that Cardea reads as the subject.
        foreach (var (name, issuer) in KnownIssuers.All)
        {
            _issuers[name] = issuer;
        }

        foreach (var mapping in mappings)
        {
            if (mapping.Split(Separator, count: 2) is not [{ Length: > 0 } name, { Length: > 0 } target])
            {
                throw new SetupException($"--login takes the name of a provider in the other service and the one here, such as --login Google=google; '{mapping}' is neither.");
            }

            _issuers[name] = IssuerOf(mapping, target, providers);
        }
    }

    /// <summary>Maps the logins of a user.</summary>
    /// <param name="logins">The logins, as the other service knows them.</param>
    /// <param name="now">The time of the import.</param>
    /// <returns>The logins, and for each that is left out the reason.</returns>
    public (IReadOnlyList<ExternalLogin> Logins, IReadOnlyList<string> LeftOut) Map(IReadOnlyList<ImportedLogin?>? logins, DateTimeOffset now)
    {
        var (mapped, leftOut) = (new List<ExternalLogin>(), new List<string>());
        foreach (var login in logins ?? [])
        {
            if (Flaw(login, mapped.Count) is { } reason)
            {
                leftOut.Add(reason);
            }
            else if (!mapped.Any(other => other.Is(_issuers[login!.Provider!], login.Subject!)))
            {
                mapped.Add(new(_issuers[login!.Provider!], login.Subject!, Label: null, now));
            }
        }

        return (mapped, leftOut);
    }

    private string? Flaw(ImportedLogin? login, int count) => login switch
    {
        null or { Provider: null or "" } => "a login has no provider",
        { Provider: { } name } when !_issuers.ContainsKey(name) => name.Equals("microsoft", StringComparison.OrdinalIgnoreCase)
            ? $"its login at {name} is left out: ASP.NET Core's handler stores another id than the subject. If yours are subjects, say --login {name}=microsoft"
            : $"its login at {name} is left out: no provider here has that name. Say which one it is with --login {name}=…",
        { Subject: null or { Length: 0 or > ExternalLogin.MaximumSubject } } => $"its login at {login.Provider} is left out: its key is not of 1 to {ExternalLogin.MaximumSubject} characters",
        { Subject: { } subject } when subject.Any(char.IsControl) => $"its login at {login.Provider} is left out: its key has control characters",
        _ when count >= ExternalTransitions.MostLogins => $"its login at {login.Provider} is left out: an account has {ExternalTransitions.MostLogins} logins at most",
        _ => null,
    };

    private static string IssuerOf(string mapping, string target, ProviderList? providers)
    {
        if (providers?.Find(target) is { } provider)
        {
            return provider switch
            {
                { Kind: ProviderKind.Microsoft, Tenants: [var tenant] } => $"{provider.Issuer}/{tenant}/v2.0",
                { Kind: ProviderKind.Microsoft } => throw new SetupException(
                    $"--login {mapping} does not say which tenant: {target} has several. Write --login {mapping.Split(Separator)[0]}={provider.Issuer}/<tenant>/v2.0."),
                { Kind: ProviderKind.OpenIdConnect } => provider.Options.Issuer,
                _ => provider.Issuer,
            };
        }

        if (KnownIssuers.All.FirstOrDefault(known => known.Name.Equals(target, StringComparison.OrdinalIgnoreCase)) is { Issuer: { } known })
        {
            return known;
        }

        return Uri.TryCreate(target, UriKind.Absolute, out var issuer) && issuer.Scheme is "https" or "http" && target.Length <= ExternalLogin.MaximumIssuer
            ? target
            : throw new SetupException($"--login {mapping} names no provider: '{target}' is neither in Cardea:Providers, nor google, apple or github, nor the issuer of a provider.");
    }
}

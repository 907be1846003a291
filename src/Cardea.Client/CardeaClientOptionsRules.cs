using Microsoft.Extensions.Options;

namespace Cardea.Client;

/// <summary>Checks the settings of a client. Each finding names the setting and the fix.</summary>
internal sealed class CardeaClientOptionsRules : IValidateOptions<CardeaClientOptions>
{
    private const int LongestDevice = 100;

    public ValidateOptionsResult Validate(string? name, CardeaClientOptions options)
    {
        var findings = Findings(options).ToArray();
        return findings.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(findings);
    }

    private static IEnumerable<string> Findings(CardeaClientOptions options)
    {
        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer)
            || issuer.Scheme is not ("https" or "http")
            || issuer.Query.Length > 0
            || issuer.Fragment.Length > 0
            || issuer.UserInfo.Length > 0
            || options.Issuer.EndsWith('/'))
        {
            yield return "CardeaClientOptions.Issuer must be the address of the issuer, without a trailing slash, such as https://id.example.org.";
        }
        else if (issuer.Scheme == "http" && !issuer.IsLoopback && !options.AllowHttp)
        {
            yield return "CardeaClientOptions.Issuer must begin with https, or everybody in between can read the passwords. For development, set AllowHttp.";
        }

        if (options.RefreshAhead < TimeSpan.Zero || options.RefreshAhead > TimeSpan.FromHours(1))
        {
            yield return $"CardeaClientOptions.RefreshAhead must be between 00:00:00 and 01:00:00 (hours:minutes:seconds); it is {options.RefreshAhead}.";
        }

        if (options.Device?.Length > LongestDevice)
        {
            yield return $"CardeaClientOptions.Device must have at most {LongestDevice} characters; it has {options.Device.Length}.";
        }
    }
}

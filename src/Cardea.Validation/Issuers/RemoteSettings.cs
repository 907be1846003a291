namespace Cardea.Validation.Issuers;

/// <summary>The settings of an issuer in another process.</summary>
/// <param name="Authority">The address of the issuer.</param>
/// <param name="Api">The name of this API at the issuer.</param>
/// <param name="Secret">The secret of this API at the issuer.</param>
/// <param name="StalenessBound">The highest age of the knowledge of keys and revocations.</param>
/// <param name="Backchannel">Sends the requests.</param>
internal sealed record RemoteSettings(string Authority, string Api, string Secret, TimeSpan StalenessBound, HttpMessageHandler? Backchannel)
{
    /// <summary>True in Development, where the issuer may be reached without TLS.</summary>
    public bool Development { get; init; }

    /// <summary>Returns the rules. Each finding begins with the name of the setting.</summary>
    public IEnumerable<(bool Broken, string Finding)> Rules() =>
    [
        (!IsAddress(out var address), $"Authority must be the issuer's name in access tokens, such as https://id.example.org, without query, fragment or trailing slash; it is '{Authority}'."),
        (address is { IsLoopback: false } && address.Scheme != Uri.UriSchemeHttps && !Development, $"Authority must begin with https:// except on this machine or in Development; it is '{Authority}'."),
        (Api.Length == 0 || Api.Contains(':', StringComparison.Ordinal), "Api must be the name of this API in Cardea:ResourceApis of the issuer, without a colon."),
        (Secret.Length == 0, "Secret must be the one of this API in Cardea:ResourceApis of the issuer."),
        (StalenessBound < TimeSpan.FromSeconds(3) || StalenessBound > TimeSpan.FromMinutes(5), $"StalenessBound must be between 00:00:03 and 00:05:00 (hours:minutes:seconds); it is {StalenessBound}."),
    ];

    /// <summary>Returns the settings without the secret.</summary>
    public override string ToString() => $"{Api} at {Authority}";

    private bool IsAddress(out Uri? address) =>
        Uri.TryCreate(Authority, UriKind.Absolute, out address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0
        && !Authority.EndsWith('/') && !Authority.Any(char.IsWhiteSpace);
}

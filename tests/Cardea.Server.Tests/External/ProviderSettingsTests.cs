using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>A server with settings of providers that do not fit does not start, and says what to do.</summary>
public sealed class ProviderSettingsTests
{
    [Theory]
    [InlineData("Cardea:Providers:google:ClientSecret must be set", "google:ClientId=id")]
    [InlineData("Cardea:Providers:work:Issuer must be the issuer of the provider", "work:ClientId=id", "work:ClientSecret=s")]
    [InlineData("Cardea:Providers:work:Issuer must be the issuer of the provider", "work:ClientId=id", "work:ClientSecret=s", "work:Issuer=http://id.example.org")]
    [InlineData("Cardea:Providers:google:Issuer must not be set", "google:ClientId=id", "google:ClientSecret=s", "google:Issuer=https://id.example.org")]
    [InlineData("Cardea:Providers:microsoft:Tenant must be the id of a tenant", "microsoft:ClientId=id", "microsoft:ClientSecret=s", "microsoft:Tenant=common")]
    [InlineData("Cardea:Providers:microsoft:TrustsEmail must not be true with several tenants", "microsoft:ClientId=id", "microsoft:ClientSecret=s", "microsoft:TrustsEmail=true", "microsoft:Tenant=8eaef023-2b34-4da1-9baa-8bc8c9d6a490,9188040d-6c67-4c5b-b112-36a304b66dad")]
    [InlineData("Cardea:Providers:apple:PrivateKeyFile must be the path of the key", "apple:ClientId=id", "apple:TeamId=T", "apple:KeyId=K", "apple:PrivateKeyFile=nowhere.p8")]
    [InlineData("Cardea:Providers:exchange must have another name", "exchange:ClientId=id", "exchange:ClientSecret=s", "exchange:Issuer=https://id.example.org")]
    [InlineData("Cardea:Providers:google:Linked is no setting", "google:Linked=x")]
    [InlineData("must be true or false", "google:TrustsEmail=maybe")]
    public async Task Settings_that_do_not_fit_are_named(string finding, params string[] settings)
    {
        using var directory = new TemporaryDirectory();
        await using var run = CardeaProcess.Run(
            directory.FullName,
            ["serve", "--urls", "http://127.0.0.1:0"],
            [.. settings.Select(static setting => ($"Cardea__Providers__{setting.Split('=')[0].Replace(":", "__", StringComparison.Ordinal)}", setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]))]);

        Assert.NotEqual(0, await run.ExitAsync());
        Assert.Contains(finding, run.Output + run.Errors, StringComparison.Ordinal);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cardea.Client.Tests;

/// <summary>Bad settings get an error that names the fix.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("id.example.org")]
    [InlineData("ftp://id.example.org")]
    [InlineData("https://id.example.org/")]
    [InlineData("https://id.example.org?x=1")]
    [InlineData("https://ada@id.example.org")]
    [InlineData("http://id.example.org")]
    public void A_bad_issuer_is_refused(string issuer) =>
        Assert.Contains("CardeaClientOptions.Issuer", Refusal(options => options.Issuer = issuer), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://id.example.org")]
    [InlineData("https://example.org/id")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080")]
    public void A_good_issuer_is_accepted(string issuer) => Assert.NotNull(Client(options => options.Issuer = issuer));

    [Fact]
    public void Http_can_be_allowed_for_development() =>
        Assert.NotNull(Client(static options => (options.Issuer, options.AllowHttp) = ("http://10.0.2.2:8080", true)));

    [Fact]
    public void The_other_settings_are_checked_too()
    {
        Assert.Contains("RefreshAhead", Refusal(static options => (options.Issuer, options.RefreshAhead) = ("https://id.test", TimeSpan.FromHours(2))), StringComparison.Ordinal);
        Assert.Contains("Device", Refusal(static options => (options.Issuer, options.Device) = ("https://id.test", new string('x', 101))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_keys_is_refused_with_the_fix()
    {
        var services = new ServiceCollection();
        services.AddCardeaClient(static options => options.Issuer = "https://id.test").StoreInFile("tokens");
        using var provider = services.BuildServiceProvider();

        Assert.Contains("AddDataProtection()", Assert.Throws<InvalidOperationException>(provider.GetRequiredService<CardeaClient>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_without_a_client_are_refused_with_the_fix()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("api").AddCardeaTokens();
        using var provider = services.BuildServiceProvider();

        Assert.Contains("AddCardeaClient", Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IHttpClientFactory>().CreateClient("api")).Message, StringComparison.Ordinal);
    }

    private static string Refusal(Action<CardeaClientOptions> configure) => Assert.Throws<OptionsValidationException>(() => Client(configure)).Message;

    private static CardeaClient Client(Action<CardeaClientOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddCardeaClient(configure).StoreInMemory();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<CardeaClient>();
    }
}

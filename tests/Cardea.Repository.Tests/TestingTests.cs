using System.Security.Claims;
using Cardea.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>An app's own tests sign users in, in the process, without the app's database and without its mail server.</summary>
public sealed class TestingTests
{
    [Fact]
    public async Task A_test_signs_users_up_and_in_and_reads_their_mail()
    {
        await using var app = await StartAsync();
        using var ada = app.GetTestClient();
        using var bob = app.GetTestClient();

        var user = await ada.SignUpAsync(cancellationToken: TestContext.Current.CancellationToken);
        var other = await bob.SignUpAsync("bob@example.org", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(user.Id.Value, await ada.GetStringAsync(new Uri("/mine", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(other.Id.Value, await bob.GetStringAsync(new Uri("/mine", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(user.AccessToken, user.ToString(), StringComparison.Ordinal);
        var mail = await app.Services.GetRequiredService<SentMails>().NextAsync("bob@example.org", TestContext.Current.CancellationToken);
        Assert.Contains("/account/verify-email#token=", mail.Text, StringComparison.Ordinal);

        var again = await ada.SignInAsync(user, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(user.Id, again.Id);
        Assert.NotEqual(user.AccessToken, again.AccessToken);
    }

    [Fact]
    public async Task A_refusal_says_what_the_app_answered()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.SignUpAsync(password: "short", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("validation_failed", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddCardea(static options => (options.Issuer, options.MasterKey) = ("https://id.example.org", Convert.ToBase64String(new byte[32])))
            .AddPostgreSql("Host=db.example.org;Username=nobody;Database=none");
        builder.Services.UseCardeaForTests();
        var app = builder.Build();
        app.MapCardea();
        app.MapGet("/mine", static (ClaimsPrincipal user) => user.GetUserId().Value).RequireAuthorization();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}

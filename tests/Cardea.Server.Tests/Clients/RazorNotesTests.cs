using System.Net;
using System.Text.RegularExpressions;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Clients;

/// <summary>The server-rendered sample, used by a browser without scripts.</summary>
public sealed partial class RazorNotesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_signs_up_writes_notes_adds_a_second_factor_and_signs_in_with_it()
    {
        await using var app = new RunningSample(_directory.FullName);
        await app.WaitAsync();
        using var laptop = Browser(app.Address);
        Assert.EndsWith("/SignIn", await AddressAsync(laptop, "/"), StringComparison.Ordinal);

        Assert.Contains("needs 15", await PostAsync(laptop, "/SignUp", ("email", "ada@example.org"), ("password", "short")), StringComparison.Ordinal);
        Assert.Contains("Your notes", await PostAsync(laptop, "/SignUp", ("email", "ada@example.org"), ("password", AuthClient.Password)), StringComparison.Ordinal);
        Assert.Contains("Milk &amp; bread", await PostAsync(laptop, "/", ("text", "Milk & bread")), StringComparison.Ordinal);

        var secret = Secret().Match(await PostAsync(laptop, "/Authenticator?handler=Begin")).Groups["secret"].Value;
        var authenticator = new AuthenticatorApp(secret);
        var confirmed = await PostAsync(laptop, "/Authenticator?handler=Confirm", ("secret", secret), ("code", authenticator.NextCode()));
        Assert.Contains("Keep these codes", confirmed, StringComparison.Ordinal);

        using var phone = Browser(app.Address);
        Assert.Contains("wrong", await PostAsync(phone, "/SignIn", ("email", "ada@example.org"), ("password", "not the password of ada")), StringComparison.Ordinal);
        Assert.Contains("Code of your authenticator app", await PostAsync(phone, "/SignIn", ("email", "ada@example.org"), ("password", AuthClient.Password)), StringComparison.Ordinal);
        Assert.Contains("Milk &amp; bread", await PostAsync(phone, "/SecondFactor", ("code", authenticator.NextCode())), StringComparison.Ordinal);

        // The laptop signs the phone out, and then itself.
        var devices = await laptop.GetStringAsync(new Uri("/Devices", UriKind.Relative), Stop);
        var other = Session().Match(devices).Groups["id"].Value;
        Assert.DoesNotMatch(Session(), await PostAsync(laptop, "/Devices", ("session", other)));
        Assert.EndsWith("/SignIn", await AddressAsync(phone, "/"), StringComparison.Ordinal);
        Assert.Contains("Sign in", await PostAsync(laptop, "/SignOut"), StringComparison.Ordinal);
        Assert.EndsWith("/SignIn", await AddressAsync(laptop, "/Devices"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing()
    {
        await using var app = new RunningSample(_directory.FullName);
        await app.WaitAsync();
        using var browser = Browser(app.Address);
        await PostAsync(browser, "/SignUp", ("email", "eve@example.org"), ("password", AuthClient.Password));
        using var victim = Browser(app.Address);
        await PostAsync(victim, "/SignUp", ("email", "ada@example.org"), ("password", AuthClient.Password));

        victim.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        victim.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        await PostAsync(victim, "/", ("text", "forged"));
        await PostAsync(victim, "/SignOut");
        var login = await PostAsync(victim, "/SignIn", ("email", "eve@example.org"), ("password", AuthClient.Password));
        Assert.Contains("another site", login, StringComparison.Ordinal);

        victim.DefaultRequestHeaders.Clear();
        Assert.DoesNotContain("forged", await victim.GetStringAsync(new Uri("/", UriKind.Relative), Stop), StringComparison.Ordinal);
        Assert.Contains("\"ada@example.org\"", await victim.GetStringAsync(new Uri("/auth/me", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    // Follows redirects, as a browser does, and keeps cookies. The app marks no cookie as secure over http.
    private static HttpClient Browser(Uri address) => new() { BaseAddress = address };

    private static async Task<string> AddressAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }

    private static async Task<string> PostAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), form, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {page}");
        return page;
    }

    [GeneratedRegex("<code>(?<secret>[A-Z2-7]+)</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("name=\"session\" value=\"(?<id>[^\"]+)\"")]
    private static partial Regex Session();

    private sealed class RunningSample : IAsyncDisposable
    {
        private readonly ProgramRun _run;

        public RunningSample(string directory) => _run = new(
            Repository.Program("samples", "RazorNotes", "RazorNotes"),
            ["--urls", Address.ToString()],
            directory,
            [new("ASPNETCORE_ENVIRONMENT", "Development")]);

        public Uri Address { get; } = new($"http://127.0.0.1:{LoopbackPort.FindFree()}");

        public async Task WaitAsync()
        {
            using var http = new HttpClient { BaseAddress = Address };
            await Eventually.HoldsAsync(async () =>
            {
                Assert.False(_run.HasExited, _run.Output + _run.Errors);
                try
                {
                    using var answer = await http.GetAsync(new Uri("/SignIn", UriKind.Relative), Stop);
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    // Not listening yet.
                    return false;
                }
            });
        }

        public ValueTask DisposeAsync() => _run.DisposeAsync();
    }
}

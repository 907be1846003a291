using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cardea.Client.Tests.Running;

namespace Cardea.Client.Tests;

/// <summary>Signing in with a provider, by the system's browser or by the provider's own SDK.</summary>
public sealed class ProviderTests
{
    private static readonly Uri ReturnUrl = new("http://127.0.0.1:7777/signed-in");

    private readonly World _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_browser_brings_a_code_that_only_this_app_exchanges()
    {
        await using var app = new App(_world, new InMemoryTokenStore());
        Uri? opened = null;

        var outcome = await app.Client.SignInWithProviderAsync("google", ReturnUrl, (address, _) => BackFrom(opened = address, "code=c"), Cancellation);

        Assert.IsType<SignInOutcome.SignedIn>(outcome);
        Assert.Equal("/auth/external/google", opened!.AbsolutePath);
        Assert.Contains($"returnUrl={Uri.EscapeDataString(ReturnUrl.ToString())}", opened.Query, StringComparison.Ordinal);
        var sent = JsonNode.Parse(_world.Requests.Last().Body)!;
        Assert.Equal("c", (string?)sent["code"]);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes((string)sent["codeVerifier"]!)));
        Assert.Contains($"codeChallenge={challenge}", opened.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_another_sign_in_or_from_a_user_who_cancelled_is_no_code()
    {
        await using var app = new App(_world, new InMemoryTokenStore());

        var other = await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.SignInWithProviderAsync(
            "google", ReturnUrl, static (_, _) => Task.FromResult(new Uri(ReturnUrl, "?code=c&state=x")), Cancellation));
        var cancelled = await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.SignInWithProviderAsync(
            "google", ReturnUrl, static (address, _) => BackFrom(address, "error=access_denied"), Cancellation));

        Assert.Equal(("invalid_state", "access_denied"), (other.Code, cancelled.Code));
        Assert.Empty(_world.Requests);
    }

    [Fact]
    public async Task An_address_and_its_code_finish_a_sign_in_whose_provider_proves_none()
    {
        Answer(403, "email_required", ""","externalToken":"external-secret","account":"octo" """);
        await using var app = new App(_world, new InMemoryTokenStore());

        var step = Assert.IsType<SignInOutcome.ProviderStepRequired>(await app.Client.SignInWithProviderAsync(
            "github", ReturnUrl, static (address, _) => BackFrom(address, "code=c"), Cancellation));
        Assert.Equal((ProviderStep.Email, "octo"), (step.Step, step.Account));
        Assert.DoesNotContain("external-secret", $"{step}", StringComparison.Ordinal);
        var verifier = (string?)JsonNode.Parse(_world.Requests.Last().Body)!["codeVerifier"];

        _world.Before = static request => Task.FromResult(
            request.RequestUri!.AbsolutePath == "/auth/external/complete" ? new HttpResponseMessage(HttpStatusCode.Accepted) : null);
        await app.Client.SendProviderAddressAsync(step, "ada@example.org", Cancellation);
        _world.Before = null;
        Assert.IsType<SignInOutcome.SignedIn>(await app.Client.FinishProviderSignInAsync(step, "12345678", Cancellation));

        var sent = JsonNode.Parse(_world.Requests.Last().Body)!;
        Assert.Equal(("external-secret", "12345678", verifier), ((string?)sent["externalToken"], (string?)sent["code"], (string?)sent["codeVerifier"]));
    }

    [Fact]
    public async Task An_unverified_account_is_proved_or_taken_over()
    {
        Answer(403, "proof_required", ""","externalToken":"t","methods":["password","take_over"]""");
        await using var app = new App(_world, new InMemoryTokenStore());
        var step = Assert.IsType<SignInOutcome.ProviderStepRequired>(await app.Client.SignInWithIdTokenAsync("apple", "token", "nonce", Cancellation));
        Assert.Equal(["password", "take_over"], step.Methods);

        _world.Before = null;
        Assert.IsType<SignInOutcome.SignedIn>(await app.Client.ProveProviderAccountAsync(step, "secret", Cancellation));
        Assert.Contains("\"codeVerifier\":\"nonce\"", _world.Requests.Last().Body, StringComparison.Ordinal);
        Assert.IsType<SignInOutcome.SignedIn>(await app.Client.TakeOverProviderAccountAsync(step, Cancellation));
        Assert.Contains("\"takeOver\":true", _world.Requests.Last(static request => request.Path == "/auth/external/complete").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_signs_in_as_before_and_links()
    {
        Answer(409, "link_required", ""","linkToken":"link-secret" """);
        await using var app = new App(_world, new InMemoryTokenStore());
        var step = Assert.IsType<SignInOutcome.ProviderStepRequired>(await app.Client.SignInWithIdTokenAsync("apple", "token", "nonce", Cancellation));
        _world.Before = null;
        await app.Client.SignInAsync("ada@example.org", "secret", Cancellation);

        await app.Client.LinkProviderAsync(step, cancellationToken: Cancellation);

        Assert.Contains("\"linkToken\":\"link-secret\"", _world.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_sdk_gets_a_nonce_for_its_id_token()
    {
        await using var app = new App(_world, new InMemoryTokenStore());

        var nonce = await app.Client.GetProviderNonceAsync("apple", Cancellation);
        await app.Client.SignInWithIdTokenAsync("apple", "token", nonce, Cancellation);

        Assert.Equal("/auth/external/apple/id-token", _world.Requests.Last().Path);
        Assert.Contains("\"nonce\":\"a nonce\"", _world.Requests.Last().Body, StringComparison.Ordinal);
    }

    private void Answer(int status, string code, string more) => _world.Before = request => Task.FromResult(
        request.RequestUri!.AbsolutePath.StartsWith("/auth/external/", StringComparison.Ordinal) ? World.Problem(status, code, more) : null);

    private static Task<Uri> BackFrom(Uri address, string result) =>
        Task.FromResult(new Uri(ReturnUrl, $"?{result}&state={address.Query[(address.Query.IndexOf("state=", StringComparison.Ordinal) + 6)..]}"));
}

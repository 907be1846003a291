using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>Native apps sign in with an id token that the provider gave them for a nonce of this service.</summary>
public abstract class NativeSignInTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_id_token_for_a_nonce_signs_in_once(bool isHashed)
    {
        using var app = providers.NewBrowser(providers.Trusted);
        var nonce = await app.NonceAsync();
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Next["email_verified"] = "true";
        var token = Sign(isHashed ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce))) : nonce);

        app.App.Keep(await Answer.ExpectAsync(200, await app.SignInNativelyAsync(token, isHashed ? nonce : null)));

        Assert.True(await app.App.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "invalid_id_token", await app.SignInNativelyAsync(token, nonce));
    }

    [Fact]
    public async Task A_nonce_that_the_caller_chose_or_that_a_browser_used_is_refused()
    {
        using var app = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        await Answer.ExpectProblemAsync(401, "invalid_id_token", await app.SignInNativelyAsync(Sign("chosen"), "chosen"));
        await Answer.ExpectProblemAsync(401, "invalid_id_token", await app.SignInNativelyAsync(Sign(nonce: null)));

        string? ofBrowser = null;
        providers.Trusted.Forge = token => ofBrowser = (string)token["nonce"];
        await app.SignInAsync();
        providers.Trusted.Forge = null;
        await Answer.ExpectProblemAsync(401, "invalid_id_token", await app.SignInNativelyAsync(Sign(ofBrowser), ofBrowser));

        // A nonce of another provider.
        using var other = providers.NewBrowser(providers.Automatic);
        var foreign = await other.NonceAsync();
        await Answer.ExpectProblemAsync(401, "invalid_id_token", await app.SignInNativelyAsync(Sign(foreign), foreign));
    }

    [Fact]
    public async Task An_id_token_of_another_client_is_refused()
    {
        using var app = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        (string Why, Action<Dictionary<string, object>> Change)[] wrong =
        [
            ("another audience", static token => token["aud"] = "another"),
            ("two audiences", static token => token["aud"] = new[] { StandInProvider.NativeClientId, "another" }),
            ("another presenter", static token => token["azp"] = "another"),
            ("another issuer", static token => token["iss"] = "https://evil.example"),
            ("a past end", static token => token["exp"] = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds()),
            ("no subject", static token => token.Remove("sub")),
        ];
        foreach (var (why, change) in wrong)
        {
            var nonce = await app.NonceAsync();
            var claims = providers.Trusted.IdToken(StandInProvider.NativeClientId, nonce, providers.Trusted.Next);
            change(claims);
            using var answer = await app.SignInNativelyAsync(providers.Trusted.Sign(claims));
            Assert.True((int)answer.StatusCode == 401, why);
        }

        var good = await app.NonceAsync();
        var ofAnotherKey = providers.Trusted.Sign(providers.Trusted.IdToken(StandInProvider.NativeClientId, good, providers.Trusted.Next), StandInProvider.NewKey());
        await Answer.ExpectProblemAsync(401, "invalid_id_token", await app.SignInNativelyAsync(ofAnotherKey));
        await Answer.ExpectAsync(200, await app.SignInNativelyAsync(Sign(good)));
    }

    [Fact]
    public async Task The_nonce_is_the_verifier_of_later_steps()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var app = providers.NewBrowser(providers.Trusted);
        var nonce = await app.NonceAsync();
        providers.Trusted.SignInAs(owner.Email);
        var link = (string)(await Answer.ExpectProblemAsync(409, "link_required", await app.SignInNativelyAsync(Sign(nonce))))["linkToken"]!;

        await Answer.ExpectProblemAsync(400, "invalid_code", await app.ConfirmAsync(link, owner.Tokens.Access));
        await Answer.ExpectAsync(204, await app.ConfirmAsync(link, owner.Tokens.Access, verifier: nonce));
    }

    private string Sign(string? nonce) => providers.Trusted.Sign(providers.Trusted.IdToken(StandInProvider.NativeClientId, nonce, (JsonObject)providers.Trusted.Next.DeepClone()));
}

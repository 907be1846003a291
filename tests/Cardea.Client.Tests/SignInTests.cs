using Cardea.Client.Tests.Running;

namespace Cardea.Client.Tests;

/// <summary>Signing up, in and out, and what the account needs.</summary>
public sealed class SignInTests
{
    private readonly World _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_gives_a_token_without_a_refresh()
    {
        await using var app = new App(_world, new InMemoryTokenStore());

        var outcome = await app.Client.SignInAsync("ada@example.org", "secret", Cancellation);

        var session = Assert.IsType<SignInOutcome.SignedIn>(outcome).SessionId;
        Assert.StartsWith($"at_{session}.", await app.GetAsync(), StringComparison.Ordinal);
        Assert.Equal(0, _world.Refreshes);
        Assert.Equal(CardeaClientState.SignedIn, app.Client.State);
        Assert.Contains("\"device\":\"test\"", _world.Requests.First().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_device_token_survives_a_sign_out_and_goes_with_the_next_sign_in()
    {
        await using var app = new App(_world, new InMemoryTokenStore());
        await app.Client.SignUpAsync("ada@example.org", "secret", Cancellation);
        await app.Client.SignOutAsync(cancellationToken: Cancellation);
        await app.Client.SignInAsync("ada@example.org", "secret", Cancellation);

        Assert.DoesNotContain("device-secret", _world.Requests.First().Body, StringComparison.Ordinal);
        Assert.Contains("\"deviceToken\":\"device-secret\"", _world.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_factor_finishes_a_sign_in()
    {
        _world.WantsSecondFactor = true;
        await using var app = new App(_world, new InMemoryTokenStore());

        var step = Assert.IsType<SignInOutcome.SecondFactorRequired>(await app.Client.SignInAsync("ada@example.org", "secret", Cancellation));
        Assert.Equal(["totp"], step.Methods);
        Assert.DoesNotContain("mfa-secret", $"{step}", StringComparison.Ordinal);
        Assert.Null(await app.StoredAsync());

        await app.Client.FinishSignInAsync(step, "123456", cancellationToken: Cancellation);
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task A_trusted_device_says_so_at_the_next_sign_in_and_no_record_shows_it()
    {
        _world.WantsSecondFactor = true;
        await using var app = new App(_world, new InMemoryTokenStore());
        var step = Assert.IsType<SignInOutcome.SecondFactorRequired>(await app.Client.SignInAsync("ada@example.org", "secret", Cancellation));
        await app.Client.FinishSignInAsync(step, "123456", trustDevice: true, Cancellation);
        await app.Client.SignOutAsync(cancellationToken: Cancellation);

        var stored = await app.StoredAsync();
        Assert.Equal("trust-secret", StoredTokens.FromJson(stored!.ToJson()).TrustToken);
        Assert.DoesNotContain("secret", $"{stored}", StringComparison.Ordinal);
        await app.Client.SignInAsync("ada@example.org", "secret", Cancellation);
        Assert.Contains("\"trustToken\":\"trust-secret\"", _world.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_who_must_have_a_second_factor_adds_one_and_is_signed_in(bool isNew)
    {
        _world.WantsEnrolment = true;
        await using var app = new App(_world, new InMemoryTokenStore());

        var step = Assert.IsType<SignInOutcome.EnrolmentRequired>(
            isNew ? await app.Client.SignUpAsync("ada@example.org", "secret", Cancellation) : await app.Client.SignInAsync("ada@example.org", "secret", Cancellation));
        Assert.True(step.IsMailCodeRequired);
        Assert.Equal(["totp", "passkey"], step.Methods);
        Assert.DoesNotContain("enrol-secret", $"{step}", StringComparison.Ordinal);
        Assert.Null(await app.StoredAsync());

        await app.Client.RequestEnrolmentCodeAsync(step, Cancellation);
        var key = await app.Client.BeginEnrolmentAsync(step, "12345678", Cancellation);
        Assert.Equal(("ABC", new Uri("otpauth://totp/ada")), (key.Secret, key.Uri));
        Assert.Contains("\"mailCode\":\"12345678\"", _world.Requests.Last().Body, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], await app.Client.FinishEnrolmentAsync(step, "123456", Cancellation));
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task A_mailed_code_proves_who_the_user_is()
    {
        await using var app = await App.SignedInAsync(_world);
        await app.Client.RequestReauthenticationCodeAsync(Cancellation);

        Assert.IsType<SignInOutcome.SignedIn>(await app.Client.ReauthenticateByCodeAsync("12345678", Cancellation));

        Assert.Contains("\"code\":\"12345678\"", _world.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_signs_in_on_the_device_that_asked_for_it()
    {
        await using var app = new App(_world, new InMemoryTokenStore());
        var link = await app.Client.RequestLinkAsync("ada@example.org", Cancellation);
        await app.Client.SignInByLinkAsync(link, "mailed", Cancellation);

        Assert.Contains("\"browserToken\":\"browser-secret\"", _world.Requests.Last().Body, StringComparison.Ordinal);
        Assert.DoesNotContain("browser-secret", $"{link}", StringComparison.Ordinal);
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task A_refused_sign_in_has_the_code_and_what_is_wrong()
    {
        await using var app = new App(_world, new InMemoryTokenStore());
        _world.Before = static _ => Task.FromResult<HttpResponseMessage?>(World.Problem(400, "validation_failed", ""","errors":{"password":["is too short"]}"""));

        var exception = await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.SignUpAsync("ada@example.org", "short", Cancellation));

        Assert.Equal("validation_failed", exception.Code);
        Assert.Equal(["is too short"], exception.Errors["password"]);
    }

    [Fact]
    public async Task Sign_out_wins_over_a_refresh_that_is_under_way()
    {
        await using var app = await App.SignedInAsync(_world);
        var release = new TaskCompletionSource();
        _world.After = request => request.RequestUri!.AbsolutePath == "/auth/refresh" ? release.Task : Task.CompletedTask;
        var waiting = app.Client.GetAccessTokenAsync(cancellationToken: Cancellation);
        await Eventually.TrueAsync(() => _world.GenerationOf("session-1") == 1);

        await app.Client.SignOutAsync(cancellationToken: Cancellation);
        release.SetResult();

        Assert.Null(await waiting);
        Assert.Null(await app.StoredAsync());
        Assert.Equal(CardeaClientState.SignedOut, app.Client.State);
        Assert.True(_world.Ended.ContainsKey("session-1"));
    }

    [Fact]
    public async Task An_offline_sign_out_is_remembered_over_a_restart_and_sent_later()
    {
        await using var first = await App.SignedInAsync(_world);
        _world.Before = static _ => throw new HttpRequestException("no network");
        await first.Client.SignOutAsync(cancellationToken: Cancellation);
        Assert.Equal(CardeaClientState.SignedOut, first.Client.State);
        Assert.Equal([World.Refresh("session-1", 0)], (await first.StoredAsync())!.SignOuts);

        _world.Before = null;
        await using var second = new App(_world, first.Store);
        Assert.Equal(CardeaClientState.SignedOut, await second.Client.GetStateAsync(Cancellation));

        Assert.True(_world.Ended.ContainsKey("session-1"));
        Assert.Null(await second.StoredAsync());
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before()
    {
        await using var app = await App.SignedInAsync(_world);
        await app.Client.SignInAsync("grace@example.org", "secret", Cancellation);

        await app.Client.GetStateAsync(Cancellation);

        Assert.True(_world.Ended.ContainsKey("session-1"));
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task A_lasting_change_gets_a_token_for_the_issuer_by_itself()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.WantsAccountTokens = true;

        await app.Client.ChangePasswordAsync("old", "new", Cancellation);

        Assert.Contains($"\"audience\":\"{World.Issuer}\"", _world.Requests.Last(static request => request.Path == "/auth/refresh").Body, StringComparison.Ordinal);
        Assert.Equal(World.Refresh("session-1", _world.GenerationOf("session-1")), (await app.StoredAsync())!.Session!.RefreshToken);
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task A_change_that_its_caller_gives_up_stores_its_answer()
    {
        await using var app = await App.SignedInAsync(_world);
        await app.GetAsync();
        var release = new TaskCompletionSource();
        _world.After = _ => release.Task;
        using var caller = new CancellationTokenSource();
        var waiting = app.Client.ChangePasswordAsync("old", "new", caller.Token);
        await Eventually.TrueAsync(() => _world.GenerationOf("session-1") == 2);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.SetResult();

        await Eventually.TrueAsync(() => app.StoredAsync().Result!.Session!.RefreshToken == World.Refresh("session-1", 2));
    }

    [Fact]
    public async Task A_proof_by_password_and_second_factor_goes_on_with_the_session()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.WantsSecondFactor = true;

        var step = Assert.IsType<SignInOutcome.SecondFactorRequired>(await app.Client.ReauthenticateAsync("secret", Cancellation));
        await app.Client.FinishSignInAsync(step, "123456", cancellationToken: Cancellation);

        Assert.Equal("session-1", (await app.StoredAsync())!.Session!.Id);
        Assert.Equal(World.Refresh("session-1", 2), (await app.StoredAsync())!.Session!.RefreshToken);
    }

    [Fact]
    public async Task A_recalled_token_is_replaced_before_the_account_is_read()
    {
        await using var app = await App.SignedInAsync(_world);
        _world.Refused[(await app.GetAsync()).Split('|')[0]] = true;

        var account = await app.Client.GetAccountAsync(Cancellation);

        Assert.Equal(("ada@example.org", "session-1"), (account.Email, account.SessionId));
        Assert.Equal(2, _world.Refreshes);
    }

    [Fact]
    public async Task Ending_the_own_session_signs_out()
    {
        await using var app = await App.SignedInAsync(_world);
        await app.Client.EndSessionAsync("session-9", Cancellation);
        Assert.Equal(CardeaClientState.SignedIn, app.Client.State);

        await app.Client.EndSessionAsync("session-1", Cancellation);
        Assert.Equal(CardeaClientState.SignedOut, app.Client.State);
        Assert.Null(await app.StoredAsync());
    }

    [Fact]
    public async Task Signing_out_everywhere_without_a_network_says_so_and_keeps_the_session()
    {
        await using var app = await App.SignedInAsync(_world);
        await app.GetAsync();
        _world.Before = static _ => throw new HttpRequestException("no network");

        await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.SignOutAsync(SignOutScope.AllDevices, Cancellation));
        Assert.NotNull((await app.StoredAsync())!.Session);

        _world.Before = null;
        await app.Client.SignOutAsync(SignOutScope.AllDevices, Cancellation);
        Assert.Null(await app.StoredAsync());
    }

    [Fact]
    public async Task Nobody_signed_in_can_t_read_the_account()
    {
        await using var app = new App(_world, new InMemoryTokenStore());

        Assert.Equal(CardeaClientException.SignedOut, (await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.GetAccountAsync(Cancellation))).Code);
    }
}

using System.Security.Cryptography;
using Cardea.Client.Tests.Running;
using Microsoft.AspNetCore.DataProtection;

namespace Cardea.Client.Tests;

/// <summary>Where tokens are stored, and what happens when that fails.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cardea-").FullName;
    private readonly World _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_directory, "deeper", "tokens");

    [Fact]
    public async Task A_file_outlives_the_process_and_is_for_its_owner_only()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using (var first = await App.SignedInAsync(_world, new ProtectedFileTokenStore(FilePath, keys)))
        {
            await first.GetAsync();
        }

        await using var second = new App(_world, new ProtectedFileTokenStore(FilePath, keys));
        Assert.Equal(200, await second.StatusAsync());
        Assert.DoesNotContain("cdr_", await File.ReadAllTextAsync(FilePath, Cancellation), StringComparison.Ordinal);
        Assert.Equal(["tokens", "tokens.lock"], Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }

        await second.Client.SignOutAsync(cancellationToken: Cancellation);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task What_a_crash_left_beside_the_file_is_no_obstacle()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        await File.WriteAllTextAsync(FilePath + ".new", "half of a f", Cancellation);
        await File.WriteAllTextAsync(FilePath + ".lock", "", Cancellation);
        var store = new ProtectedFileTokenStore(FilePath, new EphemeralDataProtectionProvider());

        Assert.True(await store.ReplaceAsync(null, _world.Begin(), Cancellation));
        Assert.NotNull(await store.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Of_those_who_replace_the_same_file_at_once_one_succeeds()
    {
        var keys = new EphemeralDataProtectionProvider();
        var before = _world.Begin();
        await new ProtectedFileTokenStore(FilePath, keys).ReplaceAsync(null, before, Cancellation);

        var replaced = await Task.WhenAll(Enumerable.Range(0, 20).Select(racer => Task.Run(
            async () => await new ProtectedFileTokenStore(FilePath, keys).ReplaceAsync(before, before with { DeviceToken = $"{racer}" }, Cancellation), Cancellation)));

        Assert.Single(replaced, static won => won);
    }

    [Fact]
    public async Task Processes_that_share_a_file_stay_signed_in()
    {
        var keys = new EphemeralDataProtectionProvider();
        await new ProtectedFileTokenStore(FilePath, keys).ReplaceAsync(null, _world.Begin(), Cancellation);
        await using var first = new App(_world, new ProtectedFileTokenStore(FilePath, keys));
        await using var second = new App(_world, new ProtectedFileTokenStore(FilePath, keys));

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(
                first.Client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation),
                second.Client.GetAccessTokenAsync(force: true, cancellationToken: Cancellation));
        }

        Assert.Equal(World.Refresh("session-1", _world.GenerationOf("session-1")), (await first.StoredAsync())!.Session!.RefreshToken);
        Assert.Empty(_world.Ended);
    }

    [Fact]
    public async Task Lost_keys_mean_signed_out_and_the_next_sign_in_works()
    {
        await new ProtectedFileTokenStore(FilePath, new EphemeralDataProtectionProvider()).ReplaceAsync(null, _world.Begin(), Cancellation);
        var store = new ProtectedFileTokenStore(FilePath, new EphemeralDataProtectionProvider());
        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await store.ReadAsync(Cancellation));
        await using var app = new App(_world, store);

        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal(CardeaClientState.SignedOut, app.Client.State);
        Assert.Contains(1101, app.Log.Events);

        await app.Client.SignInAsync("ada@example.org", "secret", Cancellation);
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task A_store_that_can_t_be_read_means_signed_out_until_it_can()
    {
        var store = new FaultyStore();
        await using var app = await App.SignedInAsync(_world, store);
        store.FailsToRead = true;

        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal(CardeaClientState.SignedOut, app.Client.State);
        Assert.Contains(1101, app.Log.Events);
        Assert.DoesNotContain(app.Log.Lines, static line => line.Contains("cdr_", StringComparison.Ordinal));

        store.FailsToRead = false;
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task An_access_token_is_not_used_before_its_refresh_token_is_stored()
    {
        var store = new FaultyStore();
        await using var app = await App.SignedInAsync(_world, store);
        store.FailsToWrite = true;

        Assert.Equal(401, await app.StatusAsync());
        Assert.Equal([""], _world.Shown);
        Assert.Contains(1102, app.Log.Events);
        Assert.DoesNotContain(app.Log.Lines, static line => line.Contains("cdr_", StringComparison.Ordinal));

        store.FailsToWrite = false;
        Assert.Equal(200, await app.StatusAsync());
    }

    [Fact]
    public async Task A_sign_in_that_can_t_be_stored_says_so_and_leaves_no_session()
    {
        var store = new FaultyStore { FailsToWrite = true };
        await using var app = new App(_world, store);

        var exception = await Assert.ThrowsAsync<CardeaClientException>(() => app.Client.SignInAsync("ada@example.org", "secret", Cancellation));

        Assert.Equal(CardeaClientException.TokenStoreFailed, exception.Code);
        Assert.Single(_world.Ended);
    }

    [Fact]
    public async Task A_text_is_a_store()
    {
        string? text = null;
        using var store = new TextTokenStore(_ => Task.FromResult(text), (value, _) =>
        {
            text = value;
            return Task.CompletedTask;
        });
        var tokens = _world.Begin() with { DeviceToken = "device", SignOuts = ["cdr_other.0"] };

        Assert.True(await store.ReplaceAsync(null, tokens, Cancellation));
        Assert.Equal(tokens, await store.ReadAsync(Cancellation));
        Assert.False(await store.ReplaceAsync(null, tokens, Cancellation));
        Assert.False(await store.ReplaceAsync(tokens with { SignOuts = [] }, tokens, Cancellation));

        text = "{ not ours";
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(async () => await store.ReadAsync(Cancellation));
        Assert.True(await store.ReplaceAsync(null, tokens, Cancellation));
        Assert.True(await store.ReplaceAsync(tokens, null, Cancellation));
        Assert.Null(text);
    }

    [Fact]
    public void Printing_what_is_stored_shows_no_secret()
    {
        var tokens = _world.Begin() with { DeviceToken = "device-secret", SignOuts = ["cdr_other"] };

        Assert.Equal("StoredTokens { Session = StoredSession { Id = session-1 } }", $"{tokens}");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}

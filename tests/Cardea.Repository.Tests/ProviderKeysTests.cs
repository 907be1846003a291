using System.Net;
using Cardea.Providers.Protocol;

namespace Cardea.Repository.Tests;

/// <summary>The keys of a provider are fetched once a minute at most, and a fetch that fails takes none away.</summary>
public sealed class ProviderKeysTests
{
    private static readonly Uri Address = new("https://provider.example/keys");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"keys":7}""")]
    [InlineData(null)]
    public async Task A_fetch_that_fails_leaves_the_keys_and_is_told_until_one_succeeds(string? broken)
    {
        using var provider = new Provider { Answer = KeySet("1") };
        var clock = new Minutes();
        using var keys = new ProviderKeys(provider, clock);
        Assert.Equal(["1"], (await keys.FindAsync(Address, "1", Stop)).Select(static key => key.KeyId));

        provider.Answer = broken;
        clock.Now += TimeSpan.FromMinutes(1);
        await Assert.ThrowsAsync<HttpRequestException>(() => keys.FindAsync(Address, "2", Stop));
        await Assert.ThrowsAsync<HttpRequestException>(() => keys.FindAsync(Address, "2", Stop));
        Assert.Equal(["1"], (await keys.FindAsync(Address, "1", Stop)).Select(static key => key.KeyId));
        Assert.Equal(2, provider.Fetches);

        provider.Answer = KeySet("2");
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(["2"], (await keys.FindAsync(Address, "2", Stop)).Select(static key => key.KeyId));
    }

    [Fact]
    public async Task An_unknown_key_costs_one_fetch_a_minute()
    {
        using var provider = new Provider { Answer = KeySet("1") };
        var clock = new Minutes();
        using var keys = new ProviderKeys(provider, clock);
        for (var tries = 0; tries < 5; tries++)
        {
            Assert.DoesNotContain(await keys.FindAsync(Address, "x", Stop), static key => key.KeyId == "x");
        }

        Assert.Equal(1, provider.Fetches);
    }

    [Fact]
    public async Task A_fetch_that_takes_long_is_a_failure_and_one_that_nobody_waits_for_goes_on()
    {
        var gate = new TaskCompletionSource();
        using var provider = new Provider { Answer = KeySet("1"), Gate = gate.Task };
        using var keys = new ProviderKeys(provider, new Minutes());
        using var hungUp = new CancellationTokenSource();
        var first = keys.FindAsync(Address, "1", hungUp.Token);
        await hungUp.CancelAsync();
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keys.FindAsync(Address, "1", impatient.Token));

        gate.SetResult();

        Assert.Single(await first);
        using var hanging = new Provider { Answer = KeySet("1"), Gate = new TaskCompletionSource().Task, Patience = TimeSpan.FromMilliseconds(50) };
        using var slow = new ProviderKeys(hanging, new Minutes());
        await Assert.ThrowsAsync<HttpRequestException>(() => slow.FindAsync(Address, "1", Stop));
    }

    private static string KeySet(string kid) => $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{kid}}","n":"u1W_A8nyiJ6bpJ5kM0cl","e":"AQAB"}]}""";

    private sealed class Provider : HttpMessageHandler, IHttpClientFactory
    {
        public string? Answer { get; set; }

        public Task Gate { get; init; } = Task.CompletedTask;

        public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

        public int Fetches { get; private set; }

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Patience };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Fetches++;
            await Gate.WaitAsync(cancellationToken);
            return Answer is null ? new(HttpStatusCode.BadGateway) : new(HttpStatusCode.OK) { Content = new StringContent(Answer) };
        }
    }

    private sealed class Minutes : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(60);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Keys;

/// <summary>
/// The public keys of an issuer elsewhere, by its metadata: fetched at start, every minute, and for a key that is not known;
/// the last not more often than every few seconds, however many ask.
/// </summary>
internal sealed partial class IssuerKeys(IssuerConnection issuer, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private volatile FrozenDictionary<string, SecurityKey>? _keys;
    private Task<bool>? _reload;
    private long _reloadedAt;

    /// <summary>Whether they have ever been fetched.</summary>
    public bool AreKnown => _keys is not null;

    /// <summary>The key that an id names, as far as is known.</summary>
    /// <exception cref="StoreUnavailableException">The keys have never been fetched.</exception>
    public SecurityKey? Find(string id) =>
        (_keys ?? throw new StoreUnavailableException("The keys of the issuer have not been fetched yet.")).GetValueOrDefault(id);

    /// <summary>The key that an id names, after asking the issuer again unless that was done a moment ago.</summary>
    /// <exception cref="StoreUnavailableException">The issuer did not answer.</exception>
    public async ValueTask<SecurityKey?> FindNewAsync(string id) =>
        await ReloadAsync() ? Find(id) : throw new StoreUnavailableException("The issuer could not be asked for its keys.");

    /// <summary>Keeps the keys up to date.</summary>
    public async Task FollowAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(await ReloadAsync() ? Interval : Pause, clock, stoppingToken);
        }
    }

    // Whoever asks while the keys are on their way gets these; whoever asks soon after, what came of it.
    private Task<bool> ReloadAsync()
    {
        lock (_gate)
        {
            if (_reload is null || (_reload.IsCompleted && clock.GetElapsedTime(_reloadedAt) >= Pause))
            {
                _reloadedAt = clock.GetTimestamp();
                _reload = Task.Run(FetchAsync);
            }

            return _reload;
        }
    }

    private async Task<bool> FetchAsync()
    {
        using var patience = new CancellationTokenSource(IssuerConnection.Patience, clock);
        try
        {
            var metadata = JsonSerializer.Deserialize(
                await issuer.GetAsync(issuer.Address("/.well-known/openid-configuration"), patience.Token),
                IssuerJson.Default.IssuerMetadata);
            if (metadata?.Issuer != issuer.Authority)
            {
                LogAnotherIssuer(logger, issuer.Authority, metadata?.Issuer);
                return false;
            }

            _keys = Read(await issuer.GetAsync(issuer.Vouched(metadata.JwksUri), patience.Token));
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogNotFetched(logger, exception, issuer.Authority);
            return false;
        }
    }

    // Of the keys only those that Cardea signs with (ES256), and of these only the public half.
    private static FrozenDictionary<string, SecurityKey> Read(byte[] json)
    {
        var keys = new JsonWebKeySet(Encoding.UTF8.GetString(json)).Keys
            .Where(static key => key is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256, Kid.Length: > 0, X: not null, Y: not null })
            .Where(static key => key is { Use: null or JsonWebKeyUseNames.Sig, Alg: null or SecurityAlgorithms.EcdsaSha256 })
            .DistinctBy(static key => key.Kid, StringComparer.Ordinal)
            .ToFrozenDictionary(
                static key => key.Kid,
                static SecurityKey (key) => new JsonWebKey { Kty = key.Kty, Crv = key.Crv, X = key.X, Y = key.Y, Kid = key.Kid, KeyId = key.Kid },
                StringComparer.Ordinal);
        return keys.Count > 0 ? keys : throw new JsonException("There is no key for ES256 among the keys.");
    }

    [LoggerMessage(EventId = 611, Level = LogLevel.Warning, Message = "The keys of {Authority} could not be fetched; those known stay in use")]
    private static partial void LogNotFetched(ILogger logger, Exception exception, string authority);

    [LoggerMessage(EventId = 612, Level = LogLevel.Error, Message = "{Authority} says that it is the issuer '{Issuer}': Authority must be set to that, to the letter")]
    private static partial void LogAnotherIssuer(ILogger logger, string authority, string? issuer);
}

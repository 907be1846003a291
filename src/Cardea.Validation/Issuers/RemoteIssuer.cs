using System.Diagnostics.Metrics;
using Cardea.Tokens;
using Cardea.Validation.Connections;
using Cardea.Validation.Keys;
using Cardea.Validation.Revocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Issuers;

/// <summary>An issuer elsewhere: its keys are fetched, its revocations followed.</summary>
internal sealed class RemoteIssuer : IIssuer, IDisposable
{
    private readonly IssuerConnection _connection;
    private readonly IssuerKeys _keys;
    private readonly RemoteRevocations _revocations;

    public RemoteIssuer(RemoteSettings settings, IServiceProvider services)
    {
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetRequiredService<ILogger<RemoteIssuer>>();
        var meter = new IssuerMeter(services.GetRequiredService<IMeterFactory>(), settings.Authority);
        _connection = new(settings);
        _keys = new(_connection, clock, logger);
        _revocations = new(_connection, settings.StalenessBound, services.GetRequiredService<OpenConnections>(), meter, clock, logger);
    }

    public bool IsKnown => _keys.AreKnown && _revocations.AreCurrent;

    /// <summary>How old what is known of its revocations is; <see langword="null"/> before they were read.</summary>
    public TimeSpan? Age => _revocations.Age;

    public SecurityKey? FindKey(string id) => _keys.Find(id);

    public ValueTask<SecurityKey?> FindNewKeyAsync(string id) => _keys.FindNewAsync(id);

    public ValueTask<bool> RefusesAsync(AccessTokenId token) => new(_revocations.Refuses(token));

    public void NoteReceipt(AccessTokenId token) => _revocations.NoteReceipt(token);

    public Task FollowAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_keys.FollowAsync(stoppingToken), _revocations.FollowAsync(stoppingToken));

    public void Dispose() => _connection.Dispose();
}

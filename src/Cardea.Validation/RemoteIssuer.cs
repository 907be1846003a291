using System.Diagnostics.Metrics;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Cardea.Validation.Revocation;
using Cardea.Validation.Rotation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation;

/// <summary>An issuer in another process. Keys and revocations come from its feed over HTTP, and receipts go to it.</summary>
internal sealed class RemoteIssuer : IIssuer, IDisposable
{
    private readonly IssuerConnection _connection;
    private readonly RevocationIndex _index;
    private readonly IssuerKnowledge _knowledge;
    private readonly PendingReceipts _receipts = new();
    private readonly HttpFeedReader _reader;
    private readonly ReceiptSender _sender;
    private readonly IndexCleanUp _cleanUp;

    public RemoteIssuer(RemoteSettings settings, IServiceProvider services)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<RemoteIssuer>>();
        var meter = new IssuerMeter(services.GetRequiredService<IMeterFactory>(), settings.Authority);
        _index = new(clock);
        _connection = new(settings);
        _knowledge = new(_index, settings.StalenessBound, clock);
        meter.Observe(() => _knowledge.Age, () => _knowledge.Count);
        _reader = new(_connection, _knowledge, meter, clock, logger);
        _sender = new(_connection, _receipts, meter, clock, logger);
        _cleanUp = new(_index, clock, services.GetRequiredService<ILogger<IndexCleanUp>>());
    }

    public string Name => _connection.Authority;

    public bool IsKnown => _knowledge.IsCurrent;

    public TimeSpan ClockSkew => _knowledge.ClockSkew;

    public IReadOnlyList<RepeatingService> Workers => [_reader, _sender, _cleanUp];

    /// <summary>The age of the known keys and revocations; <see langword="null"/> before any are known.</summary>
    public TimeSpan? Age => _knowledge.Age;

    public SecurityKey? FindKey(string id) => _knowledge.FindKey(id);

    public bool Refuses(AccessTokenId token) => _knowledge.Refuses(token);

    public void Watch(Action<RevokedSession> watcher) => _index.Watch(watcher);

    public ValueTask KeepFreshAsync()
    {
        _knowledge.ThrowIfStale();
        return ValueTask.CompletedTask;
    }

    public void NoteReceipt(AccessTokenId token) => _receipts.Note(token);

    public void Dispose()
    {
        _reader.Dispose();
        _sender.Dispose();
        _cleanUp.Dispose();
        _connection.Dispose();
    }
}

using System.Diagnostics.Metrics;

namespace Cardea.Validation.Issuers;

/// <summary>Measures the connection to an issuer in another process.</summary>
internal sealed class IssuerMeter
{
    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?> _issuer;
    private readonly Counter<long> _connections;
    private readonly Counter<long> _receipts;

    public IssuerMeter(IMeterFactory meters, string issuer)
    {
        _meter = meters.Create("Cardea");
        _issuer = new("issuer", issuer);
        _connections = _meter.CreateCounter<long>("cardea.revocation.connections", "{connection}", "Connections to the issuer's feed.");
        _receipts = _meter.CreateCounter<long>("cardea.receipts.sent", "{receipt}", "Receipts that the issuer took.");
    }

    public void Connected() => _connections.Add(1, _issuer);

    public void Sent(int receipts) => _receipts.Add(receipts, _issuer);

    /// <summary>Reports the knowledge of the issuer.</summary>
    /// <param name="age">The age of the knowledge; <see langword="null"/> before there is any.</param>
    /// <param name="entries">The number of revoked sessions.</param>
    public void Observe(Func<TimeSpan?> age, Func<int> entries)
    {
        _meter.CreateObservableGauge<double>(
            "cardea.revocation.age",
            () => age() is { } known ? [new(known.TotalSeconds, _issuer)] : [],
            "s",
            "The age of the known keys and revocations.");
        _meter.CreateObservableUpDownCounter(
            "cardea.revocation.entries",
            () => new Measurement<int>(entries(), _issuer),
            "{session}",
            "Sessions whose access tokens are refused.");
    }
}

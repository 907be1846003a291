using System.Diagnostics.Metrics;

namespace Cardea.Validation.Issuers;

/// <summary>Measures how an issuer elsewhere is followed.</summary>
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

    /// <summary>Shows what is known of the issuer.</summary>
    /// <param name="age">How old it is; <see langword="null"/> before it is known.</param>
    /// <param name="entries">How many sessions something is refused of.</param>
    public void Observe(Func<TimeSpan?> age, Func<int> entries)
    {
        _meter.CreateObservableGauge<double>(
            "cardea.revocation.age",
            () => age() is { } known ? [new(known.TotalSeconds, _issuer)] : [],
            "s",
            "How old what is known of keys and revocations is.");
        _meter.CreateObservableUpDownCounter(
            "cardea.revocation.entries",
            () => new Measurement<int>(entries(), _issuer),
            "{session}",
            "Sessions that access tokens are refused of.");
    }
}

namespace Cardea.Validation.Tests.Running;

/// <summary>An API whose issuer is elsewhere, as the fixture of a class.</summary>
public sealed class RemoteApi : ProtectedApi
{
    private FakeIssuer? _elsewhere;

    private protected override async Task<FakeIssuer?> FindElsewhereAsync() => _elsewhere = await FakeIssuer.StartAsync(Issuer);

    private protected override ValueTask DisposeElsewhereAsync() => _elsewhere!.DisposeAsync();
}

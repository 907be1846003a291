using Cardea.Tokens;
using Cardea.Validation.Connections;
using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation;

/// <summary>The issuer in this process: it knows by itself, through what the options were given in code.</summary>
internal sealed class OwnIssuer : IIssuer, IDisposable
{
    private readonly CardeaBearerOptions _options;
    private readonly ConnectionWatch _watch;

    public OwnIssuer(CardeaBearerOptions options, IServiceProvider services)
    {
        _options = options;
        var connections = services.GetRequiredService<OpenConnections>();
        connections.Follow(options.Revocations!);
        _watch = new(
            options.Issuer, this, connections, options.TimeProvider ?? TimeProvider.System, services.GetRequiredService<ILogger<OwnIssuer>>());
    }

    public bool IsKnown => true;

    public TimeSpan ClockSkew => _options.ClockSkew;

    public IReadOnlyList<RepeatingService> Workers => [_watch];

    public SecurityKey? FindKey(string id) => _options.FindKey!(id);

    public bool Refuses(AccessTokenId token) => _options.Revocations!.Refuses(token);

    public ValueTask KeepFreshAsync() => _options.KeepFresh?.Invoke() ?? ValueTask.CompletedTask;

    public void NoteReceipt(AccessTokenId token) => _options.NoteReceipt?.Invoke(token);

    public void Dispose() => _watch.Dispose();
}

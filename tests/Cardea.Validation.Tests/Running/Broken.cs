namespace Cardea.Validation.Tests.Running;

/// <summary>Finds an issuer at another address, or fails as the test says.</summary>
internal sealed class Broken(Func<Uri> address) : Rerouted(address)
{
    private int _failed;

    /// <summary>What is thrown instead of sending anything; but the feed goes on.</summary>
    public Exception? Failure { get; set; }

    public int Failed => _failed;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Failure is { } failure && request.Method == HttpMethod.Post)
        {
            Interlocked.Increment(ref _failed);
            throw failure;
        }

        return base.SendAsync(request, cancellationToken);
    }
}

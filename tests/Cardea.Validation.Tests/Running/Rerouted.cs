namespace Cardea.Validation.Tests.Running;

/// <summary>Finds an issuer at another address than its name says, as a private network does.</summary>
internal class Rerouted : DelegatingHandler
{
    private readonly SocketsHttpHandler _direct = new() { AllowAutoRedirect = false };
    private readonly Func<Uri> _address;

    public Rerouted(Func<Uri> address)
    {
        _address = address;
        InnerHandler = _direct;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new(_address(), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _direct.Dispose();
        base.Dispose(disposing);
    }
}

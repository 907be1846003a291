using Cardea.Server.Tests.Revocation;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Running;

/// <summary>The sample of a resource API in a process of its own. It knows what its issuer tells it, and nothing else.</summary>
internal sealed class OrdersProcess : IAsyncDisposable
{
    private readonly ProgramRun _run;

    private OrdersProcess(string directory, string authority, string audience, Uri address, TimeSpan? bound)
    {
        _run = new(
            Repository.Program("samples", "OrdersApi", "OrdersApi"),
            ["--urls", address.ToString(), "--Orders:Authority", authority, "--Orders:Audience", audience, "--Orders:Api", FeedReader.Name, "--Orders:Secret", FeedReader.Secret,
                .. bound is null ? Array.Empty<string>() : ["--Orders:StalenessBound", $"{bound}"]],
            directory,
            [new("ASPNETCORE_ENVIRONMENT", "Development")]);
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>Starts one that follows an issuer, which must know it by <see cref="FeedReader.Settings"/>.</summary>
    public static async Task<OrdersProcess> StartAsync(string directory, string authority, TimeSpan? bound = null, string? audience = null)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        var api = new OrdersProcess(directory, authority, audience ?? authority, address, bound);
        await api.UntilAsync(200, "/health/ready");
        return api;
    }

    /// <summary>Waits for an answer with that status.</summary>
    public Task UntilAsync(int status, string path, string? accessToken = null) => Eventually.HoldsAsync(async () =>
    {
        Assert.False(_run.HasExited, $"{_run.Output}{_run.Errors}");
        try
        {
            using var answer = await GetAsync(path, accessToken);
            return (int)answer.StatusCode == status;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    });

    public async Task<HttpResponseMessage> GetAsync(string path, string? accessToken = null)
    {
        using var request = Request(path, accessToken);
        return await Http.SendAsync(request);
    }

    /// <summary>How it answers the owner of an access token.</summary>
    public async Task<int> StatusAsync(string accessToken)
    {
        using var answer = await GetAsync("/orders", accessToken);
        return (int)answer.StatusCode;
    }

    public static HttpRequestMessage Request(string path, string? accessToken) => new(HttpMethod.Get, path)
    {
        Headers = { Authorization = accessToken is null ? null : new("Bearer", accessToken) },
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _run.DisposeAsync();
    }
}

using System.Net;
using Cardea.Server.Tests.Running;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Server.Tests.Clients;

/// <summary>The handler that comes with ASP.NET Core finds all it needs at the authority.</summary>
public sealed class StockHandlerTests(SharedServer<SqliteStore> shared) : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebApplication? _api;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var authority = shared.Server.Address.GetLeftPart(UriPartial.Authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = authority;
            options.Audience = authority;
            options.RequireHttpsMetadata = false;
            options.TokenValidationParameters.ValidTypes = ["at+jwt"];
        });
        _api = builder.Build();
        _api.MapGet("/", static () => "hello").RequireAuthorization();
        await _api.StartAsync(Stop);
        _http.BaseAddress = new(_api.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task It_takes_our_access_tokens_and_no_forged_ones()
    {
        using var client = await shared.NewClient().RegisterAsync();

        Assert.Equal(HttpStatusCode.OK, await GetAsync(client.Tokens.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client.Tokens.Access[..^8] + "AAAAAAAA"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client.Tokens.Refresh));
    }

    private async Task<HttpStatusCode> GetAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Authorization = new("Bearer", token) } };
        using var answer = await _http.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}

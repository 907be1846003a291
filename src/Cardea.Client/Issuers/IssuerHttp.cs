using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Cardea.Client.Issuers;

/// <summary>Sends requests to the issuer.</summary>
internal sealed class IssuerHttp(IHttpClientFactory factory, IOptions<CardeaClientOptions> options, TimeProvider clock)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "Cardea.Client";

    private const int LongestAnswer = 1024 * 1024;

    /// <summary>Sends a request with a body.</summary>
    public Task<IssuerAnswer> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, string? accessToken, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, type), accessToken, cancellationToken);

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below the issuer.</param>
    /// <param name="body">The JSON, if there is a body.</param>
    /// <param name="accessToken">The access token, if there is one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The answer, whatever its status.</returns>
    /// <exception cref="CardeaClientException">No answer came.</exception>
    public async Task<IssuerAnswer> SendAsync(HttpMethod method, string path, byte[]? body, string? accessToken, CancellationToken cancellationToken)
    {
        using var http = factory.CreateClient(ClientName);
        http.MaxResponseContentBufferSize = LongestAnswer;
        using var request = new HttpRequestMessage(method, options.Value.AddressOf(path));
        request.Headers.Accept.ParseAdd(MediaTypeNames.Application.Json);
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new(MediaTypeNames.Application.Json) } };
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return new()
            {
                Status = (int)response.StatusCode,
                Body = await response.Content.ReadAsByteArrayAsync(cancellationToken),
                RetryAfter = Pause(response.Headers.RetryAfter),
                IsInvalidToken = BearerChallenge.IsInvalidToken(response),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new CardeaClientException(CardeaClientException.Offline, $"{options.Value.Issuer} can't be reached.", inner: exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CardeaClientException(CardeaClientException.Timeout, $"{options.Value.Issuer} does not answer in time.", inner: exception);
        }
    }

    private TimeSpan? Pause(RetryConditionHeaderValue? header)
    {
        var pause = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}

using System.Net.Http.Json;

namespace Cardea.Client;

/// <summary>Buffers the content of a request before it is first sent, so that it can be sent again.</summary>
internal static class ReplayableContent
{
    private const int Longest = 64 * 1024;

    /// <summary>Buffers a small content.</summary>
    /// <returns>True if the request can be sent again.</returns>
    public static async Task<bool> TryBufferAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return true;
        }

        switch (content)
        {
            case { Headers.ContentLength: <= Longest }:
                await content.LoadIntoBufferAsync(Longest, cancellationToken);
                return true;

            // The length of JSON is not known before it is written. It can be written again, unless it is a stream of values.
            case JsonContent { Headers.ContentLength: null } json when !IsStream(json):
                try
                {
                    await content.LoadIntoBufferAsync(Longest, cancellationToken);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }

            default:
                return false;
        }
    }

    private static bool IsStream(JsonContent content) =>
        content.Value is IAsyncEnumerable<object>
        || (content.ObjectType.IsGenericType && content.ObjectType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}

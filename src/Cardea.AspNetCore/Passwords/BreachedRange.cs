using System.Globalization;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Asks a range API with k-anonymity, such as that of Pwned Passwords. Five of the 40 hex digits of a <see cref="BreachKey"/>
/// leave the server. The answer has the rest of every key that begins so, with padding, so that its size does not tell which
/// keys were asked for.
/// </summary>
internal sealed class BreachedRange(string address) : IDisposable
{
    private const int SentDigits = 5;

    // Answers have some 40 KB, and some 80 KB with padding.
    private const int LargestAnswer = 1024 * 1024;

    // A user waits for the answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LargestAnswer,
        DefaultRequestHeaders = { { "Add-Padding", "true" }, { "User-Agent", "Cardea" } },
    };

    /// <summary>True if the API knows a key.</summary>
    /// <exception cref="HttpRequestException">The API did not answer, or its answer is not valid.</exception>
    /// <exception cref="OperationCanceledException">The API took too long.</exception>
    public async Task<bool> ContainsAsync(string key, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(address + key[..SentDigits]), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"It answered {(int)answer.StatusCode}.");
        }

        var isFound = false;
        var lines = (await answer.Content.ReadAsStringAsync(cancellationToken)).AsSpan().Trim();
        foreach (var line in lines.EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon != BreachKey.Length - SentDigits || !long.TryParse(line[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                throw new HttpRequestException("Its answer has a line that is no hash with its count.");
            }

            // Padding has the count 0.
            isFound |= count > 0 && line[..colon].Equals(key.AsSpan(SentDigits), StringComparison.OrdinalIgnoreCase);
        }

        return isFound;
    }

    public void Dispose() => _http.Dispose();
}

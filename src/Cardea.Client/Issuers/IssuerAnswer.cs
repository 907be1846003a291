using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cardea.Client.Issuers;

/// <summary>What the issuer answered, read to the end. A class, so that printing it shows no token.</summary>
internal sealed class IssuerAnswer
{
    private ProblemAnswer? _problem;

    public required int Status { get; init; }

    public required byte[] Body { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True if the access token of the request was refused.</summary>
    public bool IsInvalidToken { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The problem. Empty if the answer is none of Cardea's.</summary>
    public ProblemAnswer Problem => _problem ??= IsSuccess ? new() : Parse(IssuerJson.Default.ProblemAnswer) ?? new();

    /// <summary>Reads the answer of a request that succeeded.</summary>
    /// <exception cref="CardeaClientException">The request was refused, or the answer is not Cardea's.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        ThrowIfRefused();
        return Parse(type) ?? throw NotCardea();
    }

    /// <exception cref="CardeaClientException">The request was refused.</exception>
    public void ThrowIfRefused()
    {
        if (!IsSuccess)
        {
            throw ToException();
        }
    }

    public CardeaClientException ToException() => Problem is { Code: { Length: > 0 } code } problem
        ? new(code, $"Cardea answered {Status} {code}: {problem.Detail}", Status)
        {
            RetryAfter = RetryAfter,
            Errors = problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>(),
        }
        : NotCardea();

    private CardeaClientException NotCardea() =>
        new(CardeaClientException.UnexpectedAnswer, $"The answer ({Status}) is not Cardea's: check the issuer's address, and proxies on the way.", Status) { RetryAfter = RetryAfter };

    private T? Parse<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

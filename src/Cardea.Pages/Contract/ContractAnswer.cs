using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Contract;

/// <summary>The answer of an operation. A class, so that printing it shows no secret.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The JSON.</param>
/// <param name="retryAfter">The header <c>Retry-After</c>.</param>
internal sealed class ContractAnswer(int status, ReadOnlyMemory<byte> body, string? retryAfter)
{
    /// <summary>The answer of an operation that this app does not have.</summary>
    public static ContractAnswer NotThere { get; } = new(
        StatusCodes.Status404NotFound,
        JsonSerializer.SerializeToUtf8Bytes(ContractProblem.OfStatus(StatusCodes.Status404NotFound), ProblemJson.Default.Problem),
        retryAfter: null);

    public int Status => status;

    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsSuccess => IsGood(status);

    /// <summary>What went wrong; null after a success.</summary>
    public Problem? Problem { get; } = IsGood(status) ? null : JsonSerializer.Deserialize(body.Span, ProblemJson.Default.Problem);

    /// <summary>The stable code of what went wrong; null after a success.</summary>
    public string? Code => Problem?.Code;

    /// <summary>The pause before the same request may be sent again; null if the answer names none.</summary>
    public TimeSpan? RetryAfter =>
        int.TryParse(retryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The raw JSON, to pass on.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Reads the JSON.</summary>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(body.Span, type)!;

    private static bool IsGood(int status) => status is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices;
}

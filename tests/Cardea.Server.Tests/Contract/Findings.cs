using System.Collections.Concurrent;
using System.Text;

namespace Cardea.Server.Tests.Contract;

/// <summary>What the operations answered that the document does not say, each with how often and to what.</summary>
internal sealed class Findings
{
    private const int LongestExample = 300;

    private readonly ConcurrentDictionary<(string Operation, string Wrong), (int Count, string Example)> _found = new();
    private readonly ConcurrentDictionary<string, bool> _succeeded = new();

    public IReadOnlyCollection<string> All =>
        [.. _found.Select(static found => $"{found.Key.Operation} {found.Key.Wrong} ({found.Value.Count} times, first to {found.Value.Example})").Order(StringComparer.Ordinal)];

    /// <summary>The operations that were never answered with success.</summary>
    public IReadOnlyCollection<string> Failed => [.. _succeeded.Where(static operation => !operation.Value).Select(static operation => operation.Key).Order(StringComparer.Ordinal)];

    public void Note(Draft draft, bool succeeded, IEnumerable<string> wrong)
    {
        var operation = draft.Operation.ToString();
        succeeded &= !draft.Strays;
        _succeeded.AddOrUpdate(operation, succeeded, (_, before) => before || succeeded);
        foreach (var one in wrong)
        {
            _found.AddOrUpdate((operation, one), _ => (1, Describe(draft)), static (_, before) => before with { Count = before.Count + 1 });
        }
    }

    private static string Describe(Draft draft)
    {
        using var request = draft.ToRequest(new Uri("http://server"));
        var body = draft.HasBody ? draft.Body is { } bytes ? Encoding.UTF8.GetString(bytes) : draft.Text : "";
        var text = $"{request.Method} {request.RequestUri!.OriginalString["http://server".Length..]} {request.Headers.Authorization?.Scheme} {draft.ContentType} {body}";
        return text.Length > LongestExample ? text[..LongestExample] : text;
    }
}

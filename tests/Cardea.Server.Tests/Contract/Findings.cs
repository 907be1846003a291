using System.Collections.Concurrent;

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

    public void Note(Draft draft, HttpResponseMessage answer, IEnumerable<string> wrong)
    {
        var operation = draft.Operation.ToString();
        _succeeded.AddOrUpdate(operation, answer.IsSuccessStatusCode, (_, before) => before || (answer.IsSuccessStatusCode && !draft.Strays));
        foreach (var one in wrong)
        {
            _found.AddOrUpdate((operation, one), _ => (1, Describe(draft, answer)), static (_, before) => before with { Count = before.Count + 1 });
        }
    }

    private static string Describe(Draft draft, HttpResponseMessage answer)
    {
        var text = $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.OriginalString} {draft.ContentType} {(draft.Body is { } body ? System.Text.Encoding.UTF8.GetString(body) : draft.HasBody ? draft.Text : "")}";
        return text.Length > LongestExample ? text[..LongestExample] : text;
    }
}

using System.Collections.Frozen;
using System.Text.Json;
using Cardea.Audit;

namespace Cardea.AspNetCore.Audit;

/// <summary>The names of the kinds of events, as the contract has them.</summary>
internal static class EventKinds
{
    private static readonly FrozenDictionary<string, SecurityEventKind> ByName =
        Enum.GetValues<SecurityEventKind>().ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The name of a kind, such as <c>signed_in</c>.</summary>
    public static string NameOf(SecurityEventKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>The kind of a name; null if there is none.</summary>
    public static SecurityEventKind? Find(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;
}

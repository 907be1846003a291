using System.Text.Json;

namespace Cardea.Server.Tests.Contract;

/// <summary>An operation as the document describes it.</summary>
internal sealed class Operation(HttpMethod method, string path, JsonElement description, ApiDocument document)
{
    public const string Json = "application/json";
    public const string Form = "application/x-www-form-urlencoded";

    public HttpMethod Method => method;

    public string Path => path;

    /// <summary>Whether it is for who is signed in.</summary>
    public bool TakesAccessToken => Takes("accessToken");

    /// <summary>Whether it is for resource APIs.</summary>
    public bool TakesResourceApi => Takes("resourceApi");

    public bool IsForAdministrators => path.StartsWith("/admin", StringComparison.Ordinal);

    public IReadOnlyList<string> PathParameters { get; } = Parameters(description, "path");

    public IReadOnlyList<string> QueryParameters { get; } = Parameters(description, "query");

    /// <summary>The media type of its body; none where it takes no body.</summary>
    public string? BodyType => Body?.Name;

    /// <summary>The members or parameters of its body.</summary>
    public IReadOnlyList<string> Members => Body is { } body ? MembersOf(body.Value.GetProperty("schema")) : [];

    private JsonProperty? Body => description.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().First() : null;

    /// <summary>What it answers with that status, by media type; <see langword="null"/> where it says of no such answer.</summary>
    public IReadOnlyDictionary<string, JsonElement>? FindAnswer(int status)
    {
        if (!description.GetProperty("responses").TryGetProperty($"{status}", out var answer))
        {
            return null;
        }

        return answer.TryGetProperty("content", out var content)
            ? content.EnumerateObject().ToDictionary(static type => type.Name, static type => type.Value.GetProperty("schema"), StringComparer.Ordinal)
            : new Dictionary<string, JsonElement>(StringComparer.Ordinal);
    }

    /// <summary>What is wrong with a value that should be as a schema says.</summary>
    public IEnumerable<string> Check(JsonElement value, JsonElement schema) => new SchemaCheck(document).Check(value, schema);

    /// <summary>The same for one member of what a schema is about.</summary>
    public IEnumerable<string> CheckMember(string name, JsonElement value, JsonElement schema) =>
        Check(value, document.Resolve(schema).GetProperty("properties").GetProperty(name));

    public override string ToString() => $"{method} {path}";

    private static string[] Parameters(JsonElement description, string place) => description.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place).Select(static parameter => parameter.GetProperty("name").GetString()!)]
        : [];

    // A body that may be left out is one of null and its schema.
    private IReadOnlyList<string> MembersOf(JsonElement schema)
    {
        schema = document.Resolve(schema);
        return schema.TryGetProperty("oneOf", out var choices)
            ? [.. choices.EnumerateArray().SelectMany(MembersOf)]
            : schema.TryGetProperty("properties", out var properties) ? [.. properties.EnumerateObject().Select(static property => property.Name)] : [];
    }

    private bool Takes(string scheme) =>
        description.TryGetProperty("security", out var security) && security.EnumerateArray().Any(requirement => requirement.TryGetProperty(scheme, out _));
}

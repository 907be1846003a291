using System.Text.Json;

namespace Cardea.Server.Tests.Contract;

/// <summary>The OpenAPI document that a server shows.</summary>
internal sealed class ApiDocument
{
    private readonly JsonElement _root;

    private ApiDocument(JsonElement root)
    {
        _root = root;
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Operation(new(operation.Name.ToUpperInvariant()), path.Name, operation.Value, this),
        ];
    }

    public IReadOnlyList<Operation> Operations { get; }

    public static async Task<ApiDocument> ReadAsync(HttpClient http)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        return new(document.RootElement.Clone());
    }

    /// <summary>A schema, where it stands in for another one.</summary>
    public JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? Resolve(reference.GetString()!.Split('/').Skip(1).Aggregate(_root, static (element, name) => element.GetProperty(name)))
        : schema;
}

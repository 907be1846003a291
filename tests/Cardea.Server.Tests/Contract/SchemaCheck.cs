using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cardea.Server.Tests.Contract;

/// <summary>Checks JSON against the part of JSON Schema that the document uses. A member that the schema does not name is a finding.</summary>
internal sealed class SchemaCheck(ApiDocument document)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with a value, and where.</summary>
    public IEnumerable<string> Check(JsonElement value, JsonElement schema, string place = "$")
    {
        schema = document.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices) || schema.TryGetProperty("anyOf", out choices))
        {
            return choices.EnumerateArray().Any(choice => !Check(value, choice, place).Any()) ? [] : [$"{place} is none of what it may be"];
        }

        if (schema.TryGetProperty("type", out var type) && !IsOfType(value, type))
        {
            return [$"{place} is {value.ValueKind}, not {type}"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object when type.ValueKind != JsonValueKind.Undefined => CheckMembers(value, schema, place),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().SelectMany((item, index) => Check(item, items, $"{place}[{index}]")),
            JsonValueKind.String => CheckText(value, schema, place),
            _ => [],
        };
    }

    private static bool IsOfType(JsonElement value, JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => IsOfType(value, one)) : value.ValueKind switch
        {
            JsonValueKind.Object => type.ValueEquals("object"),
            JsonValueKind.Array => type.ValueEquals("array"),
            JsonValueKind.String => type.ValueEquals("string"),
            JsonValueKind.Number => type.ValueEquals("number") || (type.ValueEquals("integer") && value.TryGetInt64(out _)),
            JsonValueKind.Null => type.ValueEquals("null"),
            _ => type.ValueEquals("boolean"),
        };

    private IEnumerable<string> CheckMembers(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var member in required.EnumerateArray().Where(member => !value.TryGetProperty(member.GetString()!, out _)))
            {
                yield return $"{place}.{member} is missing";
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var here = $"{place}.{member.Name}";
            if ((schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var expected))
                || schema.TryGetProperty("additionalProperties", out expected))
            {
                foreach (var wrong in Check(member.Value, expected, here))
                {
                    yield return wrong;
                }
            }
            else
            {
                yield return $"{here} is not declared";
            }
        }
    }

    private static IEnumerable<string> CheckText(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!, RegexOptions.None, Patience))
        {
            yield return $"{place} does not match {pattern}";
        }

        if (schema.TryGetProperty("format", out var format) && format.GetString() switch
        {
            "date-time" => !value.TryGetDateTimeOffset(out _),
            "uuid" => !value.TryGetGuid(out _),
            _ => false,
        })
        {
            yield return $"{place} is no {format}";
        }
    }
}

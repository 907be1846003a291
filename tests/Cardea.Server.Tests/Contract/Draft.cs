using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;

namespace Cardea.Server.Tests.Contract;

/// <summary>A request before it is sent: one that is good, or what a variation has made of it.</summary>
/// <param name="Operation">What is asked for.</param>
/// <param name="Place">The path's parameters, encoded.</param>
/// <param name="Query">The query's parameters, encoded.</param>
/// <param name="Members">The body's members as JSON texts, or the parameters of its form, encoded.</param>
internal sealed record Draft(
    Operation Operation,
    ImmutableSortedDictionary<string, string> Place,
    ImmutableSortedDictionary<string, string> Query,
    ImmutableSortedDictionary<string, string> Members)
{
    public AuthenticationHeaderValue? Authorization { get; init; }

    public HttpMethod Method { get; init; } = Operation.Method;

    /// <summary>A body that is not made of members.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What the body is said to be; empty for not saying.</summary>
    public string ContentType { get; init; } = Operation.BodyType ?? "";

    /// <summary>What every header says that is not about the connection or the body.</summary>
    public string? Headers { get; init; }

    public bool HasBody { get; init; } = Operation.BodyType is not null;

    /// <summary>Whether the address may have become another one, or none.</summary>
    public bool Strays { get; init; }

    /// <summary>The body as it goes out.</summary>
    public string Text => Operation.BodyType == Operation.Form
        ? string.Join('&', Members.Select(static member => $"{member.Key}={member.Value}"))
        : $"{{{string.Join(',', Members.Select(static member => $"\"{member.Key}\":{member.Value}"))}}}";

    public HttpRequestMessage ToRequest(Uri server)
    {
        var path = Place.Aggregate(Operation.Path, static (path, parameter) => path.Replace($"{{{parameter.Key}}}", parameter.Value, StringComparison.Ordinal));
        var query = string.Join('&', Query.Select(static parameter => $"{parameter.Key}={parameter.Value}"));
        var address = new Uri(
            $"{server.GetLeftPart(UriPartial.Authority)}{path}{(query.Length > 0 ? "?" : "")}{query}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(Method, address) { Headers = { Authorization = Authorization } };
        if (HasBody)
        {
            request.Content = new ByteArrayContent(Body ?? Encoding.UTF8.GetBytes(Text));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType.Length > 0 ? [ContentType] : []);
        }

        if (Headers is not null)
        {
            foreach (var header in (string[])["User-Agent", "Accept", "Accept-Language", "Origin", "Cookie", "Last-Event-ID", "If-None-Match", "X-Forwarded-For", "X-Forwarded-Proto"])
            {
                request.Headers.TryAddWithoutValidation(header, Headers);
            }
        }

        return request;
    }
}

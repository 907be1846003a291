using System.Text;

namespace Cardea.Server.Tests.Contract;

/// <summary>What is made of a good request. The same every time: what fails once fails again.</summary>
internal static class Variations
{
    private const int Mixtures = 12;

    // A password takes a hash: each member beside one gets a share of the values, and each value gets to a share of the members.
    private static readonly int Share = Environment.GetEnvironmentVariable("CARDEA_STRINGS") == "all" ? 1 : 4;

    /// <summary>All that are to be sent to an operation.</summary>
    public static IEnumerable<Func<Draft, Draft>> Of(Operation operation) =>
    [
        static good => good,
        .. Credentials,
        .. operation.PathParameters.SelectMany(OfPlace),
        .. operation.QueryParameters.SelectMany(OfQuery),
        .. HostileValues.HeaderValues.Select<string, Func<Draft, Draft>>(static text => good => good with { Headers = text }),
        .. HostileValues.ContentTypes.Select<string, Func<Draft, Draft>>(static type => good => good with { ContentType = type, HasBody = good.Method != HttpMethod.Get }),
        .. operation.BodyType switch
        {
            null => [],
            Operation.Form => OfBody(HostileValues.Forms).Concat(operation.Members.SelectMany(OfParameter)),
            _ => OfBody(HostileValues.Bodies).Concat(operation.Members.SelectMany((member, index) => OfMember(member, TakesPassword(operation) ? ShareOf(HostileValues.Json, index) : HostileValues.Json))).Concat(Mixed(operation.Members)),
        },
        static good => good,
    ];

    private static IEnumerable<Func<Draft, Draft>> Credentials { get; } =
    [
        static good => good with { Authorization = null },
        static good => good with { Authorization = new("Bearer", "garbage") },
        static good => good with { Authorization = new("Bearer", "a.b.c") },
        static good => good with { Authorization = new("Bearer", new('x', 9_000)) },
        static good => good with { Authorization = new("Basic", "!") },
        static good => good with { Authorization = new("Basic", "AP/+") },
        static good => good with { Authorization = new("Unheard-Of", "x") },
    ];

    private static bool TakesPassword(Operation operation) => operation.Members.Any(static member => member.Contains("password", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> ShareOf(IReadOnlyList<string> values, int index) => values.Where((_, position) => position % Share == index % Share);

    private static IEnumerable<Func<Draft, Draft>> OfPlace(string parameter) =>
    [
        .. HostileValues.Encoded.Select<string, Func<Draft, Draft>>(text => good => good with { Place = good.Place.SetItem(parameter, text) }),
        .. HostileValues.Straying.Select<string, Func<Draft, Draft>>(text => good => good with { Place = good.Place.SetItem(parameter, text), Strays = true }),
    ];

    private static IEnumerable<Func<Draft, Draft>> OfQuery(string parameter) =>
    [
        .. HostileValues.Encoded.Select<string, Func<Draft, Draft>>(text => good => good with { Query = good.Query.SetItem(parameter, text) }),
        .. HostileValues.Straying.Select<string, Func<Draft, Draft>>(text => good => good with { Query = good.Query.SetItem(parameter, text), Strays = text.Length > 8_000 }),
        good => good with { Query = good.Query.SetItem(parameter, $"a&{parameter}=b") },
    ];

    private static IEnumerable<Func<Draft, Draft>> OfBody(IReadOnlyList<string> bodies) =>
    [
        static good => good with { HasBody = false },
        .. bodies.Select<string, Func<Draft, Draft>>(static text => good => good with { Body = Encoding.UTF8.GetBytes(text) }),
        static good => good with { Body = [0xff, 0xfe, 0xfd] },
        static good => good with { Body = [.. "{\"email\":\""u8, 0xc0, 0xed, 0xa0, 0x80, .. "\"}"u8] },
        static good => good with { Body = Encoding.Unicode.GetBytes(good.Text) },
        static good => good with { Body = Encoding.Unicode.GetBytes(good.Text), ContentType = "application/json; charset=utf-16" },
    ];

    private static IEnumerable<Func<Draft, Draft>> OfMember(string member, IEnumerable<string> values) =>
    [
        good => good with { Members = good.Members.Remove(member) },
        good => good with { Members = good.Members.SetItem(member, $"{good.Members[member]},\"{member}\":1") },
        .. values.Select<string, Func<Draft, Draft>>(text => good => good with { Members = good.Members.SetItem(member, text) }),
    ];

    private static IEnumerable<Func<Draft, Draft>> OfParameter(string parameter) =>
    [
        good => good with { Members = good.Members.Remove(parameter) },
        good => good with { Members = good.Members.SetItem(parameter, $"{good.Members[parameter]}&{parameter}=x") },
        .. HostileValues.Encoded.Concat(["", "%00", "%zz"]).Select<string, Func<Draft, Draft>>(text => good => good with { Members = good.Members.SetItem(parameter, text) }),
    ];

    // Several members at once, at strides that meet no pair twice.
    private static IEnumerable<Func<Draft, Draft>> Mixed(IReadOnlyList<string> members) => Enumerable.Range(0, Mixtures).Select<int, Func<Draft, Draft>>(mixture =>
        good => good with { Members = good.Members.SetItems(members.Select((member, index) => KeyValuePair.Create(member, HostileValues.Json[((mixture * 7) + (index * 11)) % HostileValues.Json.Count]))) });
}

namespace Cardea.PostgreSql;

/// <summary>
/// Reads <c>postgres://user:password@host:port/database?sslmode=require</c>, the form of <c>DATABASE_URL</c>
/// (https://www.postgresql.org/docs/current/libpq-connect.html, section 34.1.1.2).
/// </summary>
internal static class DatabaseUrl
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    // The parameters of libpq that Cardea accepts, with Npgsql's names.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["application_name"] = "Application Name",
        ["channel_binding"] = "Channel Binding",
        ["connect_timeout"] = "Timeout",
        ["dbname"] = "Database",
        ["gssencmode"] = "GSS Encryption Mode",
        ["host"] = "Host",
        ["options"] = "Options",
        ["passfile"] = "Passfile",
        ["password"] = "Password",
        ["port"] = "Port",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
    };

    public static bool IsOne(string connectionString) =>
        Schemes.Any(scheme => connectionString.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the parts of the URL by Npgsql's names.</summary>
    /// <exception cref="SetupException">The URL has an unknown parameter.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Read(string url)
    {
        var (address, query) = Cut(url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..], '?');
        var (authority, database) = Cut(address, '/');
        var at = authority.LastIndexOf('@');
        var (user, password) = Cut(authority[..Math.Max(0, at)], ':');
        var hosts = authority[(at + 1)..].Split(',');

        return new KeyValuePair<string, string>[]
        {
            new("Username", Decode(user)),
            new("Password", Decode(password)),
            new("Database", Decode(database)),
            new("Host", hosts is [var one] ? Decode(HostOf(one)) : string.Join(',', hosts)),
            new("Port", hosts is [var only] ? PortOf(only) : ""),
        }
        .Where(static part => part.Value.Length > 0)
        .Concat(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(ReadParameter));
    }

    private static KeyValuePair<string, string> ReadParameter(string parameter)
    {
        var (name, value) = Cut(parameter, '=');
        return Parameters.TryGetValue(name, out var keyword)
            ? new(keyword, name == "sslmode" ? Decode(value).Replace("-", "", StringComparison.Ordinal) : Decode(value))
            : throw new SetupException(
                $"ConnectionStrings:Cardea is a URL with the parameter '{name}', which Cardea does not know: leave it out. "
                + $"Known are {string.Join(", ", Parameters.Keys)}.");
    }

    private static string HostOf(string host) =>
        host.StartsWith('[') ? Cut(host[1..], ']').Before : Cut(host, ':').Before;

    private static string PortOf(string host) => Cut(host[(host.IndexOf(']', StringComparison.Ordinal) + 1)..], ':').After;

    private static (string Before, string After) Cut(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}

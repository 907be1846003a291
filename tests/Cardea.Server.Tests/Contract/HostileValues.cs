namespace Cardea.Server.Tests.Contract;

/// <summary>What clients should not send, and some do.</summary>
internal static class HostileValues
{
    /// <summary>JSON texts in the place of a member's value.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "true", "42", "-0", "1e400", "[]", "{}", """[null]""", """["",null,1]""", """["\ud800"]""", """["\u0000"]""",
        .. Texts.Select(static text => $"\"{text}\""),
        Nested("[", "]", 40), Nested("[", "]", 300), Nested("{\"a\":", "}", 300, "1"), """{"id":"\ud800","type":"\u0000","response":{}}""",
    ];

    /// <summary>Texts in the place of a parameter's value, as they stand in an address or a form.</summary>
    public static IReadOnlyList<string> Encoded { get; } =
    [
        "%20", "+", "%0d%0aSet-Cookie:x", "%ff", "%c0%af", "%ed%a0%80", "%ef%bf%bf", "%ef%b7%90", "%e2%80%ae", "%f0%9f%91%a9", "%1b%5b31m",
        "%27%3b--", "%25zz", "..%5c..", "0", "-1", "null", "0199c0de-0000-7000-8000-000000000000", "AAAA", new('x', 5_000), Nested("%5b", "%5d", 300),
    ];

    /// <summary>The same where the address may be none, or another one, by it.</summary>
    public static IReadOnlyList<string> Straying { get; } =
        ["", "%00", "a%00b", ".", "..", "%2e%2e", "..%2f..%2fauth", "a/b", "%", "%z", "%zz", "%u0041", "%f", "?", "#", ";", ":", "@", "//", "\\", new('x', 9_000)];

    /// <summary>Whole bodies in the place of a JSON object.</summary>
    public static IReadOnlyList<string> Bodies { get; } =
    [
        "", " ", "{", "{}", "}", "nonsense", "[]", "[{}]", "42", "\"text\"", "null", "true", "{}{}", "{} x", "/* */{}", "{\"a\":1,}", "{'a':1}", "\ufeff{}", "\0",
        "{\"\\ud800\":1}", "{\"\":{}}", new('[', 10_000), Nested("[", "]", 300), Nested("{\"a\":", "}", 300, "1"), $"{{\"email\":\"{new string('x', 17 * 1024)}\"}}",
    ];

    /// <summary>Whole bodies in the place of a form.</summary>
    public static IReadOnlyList<string> Forms { get; } =
        ["", "&", "=", "a", "a&b=&=c&&", "%", "%zz=%zz", "%00=%00", "%ff=%ed%a0%80", "{}", "\0", string.Concat(Enumerable.Repeat("a=b&", 2_000)), new('x', 8_000), new('x', 17 * 1024)];

    public static IReadOnlyList<string> ContentTypes { get; } =
    [
        "", "x", "/", ";", "text/plain", "application/xml", "application/json", "application/problem+json", "application/x-www-form-urlencoded",
        "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\"", "application/json; charset", "application/json; charset=",
        "application/json; charset=\"\"", "application/json; charset=\"utf-8\"", "application/json; charset=utf-9", "application/json; charset=utf-7", "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1", "application/x-www-form-urlencoded; charset=klingon", "application/x-www-form-urlencoded; charset=utf-7",
        "application/x-www-form-urlencoded; charset=\"utf-16\"", "text/plain; charset=klingon",
    ];

    public static IReadOnlyList<string> HeaderValues { get; } =
        ["\u202e\ud83d\udc69 \uffff \ufdd0 \u0130", "*/*;q=x, ;;,,=\"", new('x', 2_000), "999.999.999.999, [::1]:99999", "a=\"; b; =; __Host-x=\u00ff"];

    private static string[] Texts =>
    [
        "", " ", new('x', 5_000), new('\u0130', 2_000), @"\ud800", @"\udfff\ud800", @"a\ud83d", @"\uffff", @"\ufdd0@example.org", @"\u0000", @"a\u0000b@example.org",
        @"\u001b[31m\u007f\u0085\r\n\t", @"\u202e\u200f\u2066", @"\ud83d\udc69\u200d\ud83d\udc66\ud83c\udfff@example.org", "\ud83d\udc69", @"e\u0301\u0345\u1e9b\u0323",
        @"%00%ff../..\\", "'; DROP TABLE users; --", "0199c0de-0000-7000-8000-000000000000", "AAAA", "cdr_AAAA", "a.b.c",
    ];

    private static string Nested(string open, string close, int depth, string middle = "") =>
        string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth));
}

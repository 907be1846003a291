using Cardea.Cookies;

namespace Cardea.Tests.Cookies;

/// <summary>Where a browser may be sent back to.</summary>
public sealed class ReturnAddressTests
{
    private readonly CardeaOptions _options = new() { Issuer = "https://id.example.org/base" };

    public ReturnAddressTests()
    {
        foreach (var rule in (string[])["https://app.example.org/", "https://exact.example.org/callback", "http://127.0.0.1/app/", "https://bücher.example.org:8443/"])
        {
            Assert.True(ReturnAddress.IsRule(rule));
            _options.ReturnUrls.Add(rule);
        }
    }

    [Theory]
    [InlineData("/", "https://id.example.org/")]
    [InlineData("/orders?id=7", "https://id.example.org/orders?id=7")]
    [InlineData("https://id.example.org/elsewhere", "https://id.example.org/elsewhere")]
    [InlineData("/base/authors", "https://id.example.org/base/authors")]
    [InlineData("/base/account/admin", "https://id.example.org/base/account/admin")]
    [InlineData("/admin", "https://id.example.org/admin")]
    [InlineData("https://app.example.org", "https://app.example.org/")]
    [InlineData("https://APP.example.org/a/b?c=https://evil.example", "https://app.example.org/a/b?c=https://evil.example")]
    [InlineData("https://app.example.org:443/a", "https://app.example.org/a")]
    [InlineData("https://exact.example.org/callback?x=1", "https://exact.example.org/callback?x=1")]
    [InlineData("http://127.0.0.1:5173/app/x", "http://127.0.0.1:5173/app/x")]
    [InlineData("https://xn--bcher-kva.example.org:8443/x", "https://xn--bcher-kva.example.org:8443/x")]
    [InlineData("https://bücher.example.org:8443/ü", "https://xn--bcher-kva.example.org:8443/%C3%BC")]
    public void An_allowed_address_is_found(string text, string expected) =>
        Assert.Equal(expected, ReturnAddress.Find(text, _options));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("https://app.example.org.evil.example/")]
    [InlineData("https://app.example.org@evil.example/")]
    [InlineData("https://user@app.example.org/")]
    [InlineData("https://app.example.org:8443/")]
    [InlineData("http://app.example.org/")]
    [InlineData("http://id.example.org/")]
    [InlineData("https://exact.example.org/callback/more")]
    [InlineData("https://exact.example.org/")]
    [InlineData("http://127.0.0.1:5173/application")]
    [InlineData("http://127.0.0.1:5173/app/../secret")]
    [InlineData("https://app.example.org/a%2fb")]
    [InlineData("https://app.example.org/%252e")]
    [InlineData("https://app.example.org/a b")]
    [InlineData("https://app.example.org/#fragment")]
    [InlineData("/base/auth")]
    [InlineData("/base/auth/external/google?useCookies=true&returnUrl=/account")]
    [InlineData("/BASE/Auth/external/google")]
    [InlineData("/base//auth/external/google")]
    [InlineData("/base/x/../auth/external/google")]
    [InlineData("/base/%61uth/external/google")]
    [InlineData("https://id.example.org/base/auth/external/google")]
    [InlineData("https://id.example.org/base/admin/users")]
    [InlineData("https://id.example.org/base/oauth/token")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    public void Another_address_is_not(string? text) => Assert.Null(ReturnAddress.Find(text, _options));

    [Fact]
    public void A_rule_for_the_whole_origin_does_not_let_the_contract_in()
    {
        _options.ReturnUrls.Add("https://id.example.org/");

        Assert.Null(ReturnAddress.Find("https://id.example.org/base/auth/external/google", _options));
    }

    [Theory]
    [InlineData("https://id.example.org", "https://id.example.org")]
    [InlineData("https://id.example.org:443/base", "https://id.example.org")]
    [InlineData("http://ID.example.org:80", "http://id.example.org")]
    [InlineData("https://bücher.example:8443/x", "https://xn--bcher-kva.example:8443")]
    [InlineData("http://[::1]:5000/", "http://[::1]:5000")]
    [InlineData("ftp://example.org", null)]
    [InlineData("null", null)]
    public void An_origin_is_spelt_as_browsers_send_it(string address, string? origin) => Assert.Equal(origin, WebOrigin.Of(address));
}

using Cardea.AspNetCore.CrossSite;
using Microsoft.AspNetCore.Http;

namespace Cardea.Tests.CrossSite;

/// <summary>The table of requests that present cookies or ask for them.</summary>
public sealed class CrossSiteRulesTests
{
    private const string Issuer = "https://id.example.org";
    private const string Allowed = "https://app.example.org";
    private const string Evil = "https://evil.example";

    private readonly CrossSiteRules _rules;

    public CrossSiteRulesTests()
    {
        var options = new CardeaOptions { Issuer = Issuer + "/base" };
        options.AllowedOrigins.Add(Allowed);
        _rules = new(options);
    }

    [Theory]
    [InlineData("same-origin", null, "Allowed")]
    [InlineData("same-origin", Issuer, "Allowed")]
    [InlineData("same-origin", Evil, "Allowed")]
    [InlineData("none", null, "Allowed")]
    [InlineData("same-site", null, "Refused")]
    [InlineData("same-site", "null", "Refused")]
    [InlineData("same-site", Issuer, "Refused")]
    [InlineData("same-site", "https://sibling.example.org", "Refused")]
    [InlineData("same-site", Allowed, "Allowed")]
    [InlineData("cross-site", null, "Refused")]
    [InlineData("cross-site", "null", "Refused")]
    [InlineData("cross-site", Evil, "Refused")]
    [InlineData("cross-site", Issuer, "Refused")]
    [InlineData("cross-site", Allowed, "Allowed", "NeedsSameSite")]
    [InlineData("", Issuer, "Refused")]
    [InlineData("Same-Origin", null, "Refused")]
    [InlineData("same-origin,cross-site", null, "Refused")]
    [InlineData("future", null, "Refused")]
    [InlineData(null, Issuer, "Allowed")]
    [InlineData(null, Allowed, "Allowed")]
    [InlineData(null, "http://id.example.org", "Refused")]
    [InlineData(null, "https://id.example.org:8443", "Refused")]
    [InlineData(null, "https://app.example.org/", "Refused")]
    [InlineData(null, "https://APP.example.org", "Refused")]
    [InlineData(null, "https://app.example.org.evil.example", "Refused")]
    [InlineData(null, Evil, "Refused")]
    [InlineData(null, "null", "Refused")]
    [InlineData(null, "", "Refused")]
    [InlineData(null, null, "Allowed")]
    public void An_unsafe_request_is_decided_by_what_only_a_browser_says(string? site, string? origin, string decision, string? whenAsking = null)
    {
        var source = new RequestSource(IsSafe: false, IsHandshake: false, site, origin);
        Assert.Equal(decision, _rules.Decide(source, asksForCookies: false).ToString());
        Assert.Equal(whenAsking ?? decision, _rules.Decide(source, asksForCookies: true).ToString());
        Assert.Equal(CrossSiteDecision.Allowed, _rules.Decide(source with { IsSafe = true }, asksForCookies: false));
    }

    [Theory]
    [InlineData("same-origin", Issuer, true)]
    [InlineData(null, Issuer, true)]
    [InlineData(null, Allowed, true)]
    [InlineData(null, Evil, false)]
    [InlineData(null, "null", false)]
    [InlineData(null, null, false)]
    [InlineData("same-origin", null, false)]
    [InlineData("none", null, false)]
    public void A_web_socket_needs_an_origin_that_is_known(string? site, string? origin, bool allowed)
    {
        foreach (var isSafe in (bool[])[true, false])
        {
            var decision = _rules.Decide(new(isSafe, IsHandshake: true, site, origin), asksForCookies: false);
            Assert.Equal(allowed ? CrossSiteDecision.Allowed : CrossSiteDecision.Refused, decision);
        }
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("HEAD", true)]
    [InlineData("OPTIONS", true)]
    [InlineData("TRACE", false)]
    [InlineData("POST", false)]
    [InlineData("PUT", false)]
    [InlineData("DELETE", false)]
    public void The_source_of_a_request_is_in_its_headers(string method, bool isSafe)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        Assert.Equal(new(isSafe, IsHandshake: false, FetchSite: null, Origin: null), CrossSiteRules.SourceOf(context));

        context.Request.Headers["Sec-Fetch-Site"] = new(["same-origin", "cross-site"]);
        context.Request.Headers.Origin = Evil;
        context.Request.Headers.Upgrade = "WebSocket";
        Assert.Equal(new(isSafe, IsHandshake: true, "same-origin,cross-site", Evil), CrossSiteRules.SourceOf(context));
    }
}

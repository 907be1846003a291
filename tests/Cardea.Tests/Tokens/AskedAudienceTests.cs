using Cardea.AspNetCore.Tokens;
using Cardea.Tokens;

namespace Cardea.Tests.Tokens;

public sealed class AskedAudienceTests
{
    private const string Issuer = "https://id.example.org";
    private const string Apis = "https://api.example.org";

    [Theory]
    [InlineData(null, false)]
    [InlineData(Apis, false)]
    [InlineData(Issuer, true)]
    public void Issuer_and_apis_are_audiences(string? text, bool isIssuer)
    {
        Assert.True(AskedAudience.TryRead(text, new() { Issuer = Issuer, Audience = Apis }, out var audience));
        Assert.Equal(isIssuer ? TokenAudience.Issuer : TokenAudience.Apis, audience);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://id.example.org/")]
    [InlineData("HTTPS://ID.EXAMPLE.ORG")]
    [InlineData("https://other.example.org")]
    public void Nothing_else_is(string text)
    {
        Assert.False(AskedAudience.TryRead(text, new() { Issuer = Issuer, Audience = Apis }, out _));
        Assert.False(AskedAudience.TryRead(text, new() { Issuer = Issuer, Audience = Issuer }, out _));
    }

    [Fact]
    public void While_both_are_the_same_a_token_for_the_issuer_is_as_any_other()
    {
        Assert.True(AskedAudience.TryRead(Issuer, new() { Issuer = Issuer, Audience = Issuer }, out var audience));
        Assert.Equal(TokenAudience.Apis, audience);
    }
}

using Cardea.Tokens;
using CsCheck;

namespace Cardea.Tests.Tokens;

public sealed class AccessTokenIdTests
{
    private const string Session = "0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b";

    [Fact]
    public void It_reads_back() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Bool).Sample((recalls, generation, alone) =>
    {
        var id = new AccessTokenId(SessionId.Create(DateTimeOffset.UnixEpoch), recalls, alone ? null : generation);

        Assert.True(AccessTokenId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
    });

    [Fact]
    public void It_is_the_session_the_number_of_recalls_and_the_generation_if_a_refresh_token_came_with_it()
    {
        Assert.True(SessionId.TryParse(Session, out var session));

        Assert.Equal(Session + ".7.42", new AccessTokenId(session, 7, 42).ToString());
        Assert.Equal(Session + ".7", new AccessTokenId(session, 7).ToString());
        Assert.Equal(Session + ".0.0", new AccessTokenId(session, 0, 0).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Session)]
    [InlineData(Session + ".")]
    [InlineData(Session + "..")]
    [InlineData(Session + "..1")]
    [InlineData(Session + ".1.")]
    [InlineData(Session + ".-1.1")]
    [InlineData(Session + ".1.-1")]
    [InlineData(Session + ".+1.1")]
    [InlineData(Session + ".1.+1")]
    [InlineData(Session + ".01")]
    [InlineData(Session + ".01.1")]
    [InlineData(Session + ".1.01")]
    [InlineData(Session + ".00")]
    [InlineData(Session + ".0.00")]
    [InlineData(Session + ". 1")]
    [InlineData(Session + ".1 ")]
    [InlineData(Session + ".1. 1")]
    [InlineData(Session + ".1.1 ")]
    [InlineData(Session + ".1\0")]
    [InlineData(Session + ".1.1\0")]
    [InlineData(Session + ".1.1.1")]
    [InlineData(Session + ".1e1")]
    [InlineData(Session + ".1.1e1")]
    [InlineData(Session + ".1,0")]
    [InlineData(Session + ".\u0661")]
    [InlineData(Session + ".1.\u0661")]
    [InlineData(Session + ".2147483648")]
    [InlineData(Session + ".1.2147483648")]
    [InlineData(Session + ":1")]
    [InlineData(Session + ".1:1")]
    [InlineData("0197A3B2-c4d5-7e6f-8a9b-0c1d2e3f4a5b.1.1")]
    [InlineData("x" + Session + ".1.1")]
    public void Another_spelling_is_no_id(string text) => Assert.False(AccessTokenId.TryParse(text, out _));
}

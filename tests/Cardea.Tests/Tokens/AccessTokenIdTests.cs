using Cardea.Sessions;
using Cardea.Tokens;
using CsCheck;

namespace Cardea.Tests.Tokens;

public sealed class AccessTokenIdTests
{
    private const string Session = "0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b";

    [Fact]
    public void It_reads_back() => Gen.Int[0, int.MaxValue].Sample(generation =>
    {
        var id = new AccessTokenId(SessionId.Create(DateTimeOffset.UnixEpoch), generation);

        Assert.True(AccessTokenId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
    });

    [Fact]
    public void It_is_the_session_and_the_generation()
    {
        Assert.True(SessionId.TryParse(Session, out var session));

        Assert.Equal(Session + ".42", new AccessTokenId(session, 42).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Session)]
    [InlineData(Session + ".")]
    [InlineData(Session + ".-1")]
    [InlineData(Session + ".+1")]
    [InlineData(Session + ".01")]
    [InlineData(Session + ".00")]
    [InlineData(Session + ". 1")]
    [InlineData(Session + ".1 ")]
    [InlineData(Session + ".1\0")]
    [InlineData(Session + ".1.1")]
    [InlineData(Session + ".1e1")]
    [InlineData(Session + ".1,0")]
    [InlineData(Session + ".\u0661")]
    [InlineData(Session + ".2147483648")]
    [InlineData(Session + ":1")]
    [InlineData("0197A3B2-c4d5-7e6f-8a9b-0c1d2e3f4a5b.1")]
    [InlineData("x" + Session + ".1")]
    public void Another_spelling_is_no_id(string text) => Assert.False(AccessTokenId.TryParse(text, out _));
}

using Cardea.Tokens;
using CsCheck;

namespace Cardea.Tests.Sessions;

public sealed class SessionIdTests
{
    private static readonly Gen<DateTimeOffset> AnyEnd =
        Gen.Long[0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    [Fact]
    public void An_id_tells_its_absolute_end_to_the_millisecond() =>
        AnyEnd.Sample(end => Assert.Equal(end, SessionId.Create(end).AbsoluteEnd));

    [Fact]
    public void Fractions_of_a_millisecond_never_lengthen_a_session()
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

        Assert.Equal(end, SessionId.Create(end.AddTicks(TimeSpan.TicksPerMillisecond - 1)).AbsoluteEnd);
    }

    [Fact]
    public void An_id_that_somebody_made_up_has_an_end_too()
    {
        Assert.True(SessionId.TryParse("ffffffff-ffff-7fff-bfff-ffffffffffff", out var id));

        Assert.Equal(9999, id.AbsoluteEnd.Year);
    }

    [Fact]
    public void Ids_sort_by_absolute_end() => Gen.Select(AnyEnd, AnyEnd).Sample((one, other) =>
    {
        var (first, second) = (SessionId.Create(one), SessionId.Create(other));
        if (one != other)
        {
            Assert.Equal(one < other, first.ToByteArray().AsSpan().SequenceCompareTo(second.ToByteArray()) < 0);
            Assert.Equal(one < other, string.CompareOrdinal(first.ToString(), second.ToString()) < 0);
        }
    });

    [Fact]
    public void Two_sessions_that_end_together_have_different_ids()
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => SessionId.Create(end)).Distinct().Count());
    }

    [Fact]
    public void Text_and_bytes_read_back() => AnyEnd.Sample(end =>
    {
        var id = SessionId.Create(end);
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.WriteTo(bytes);

        Assert.True(SessionId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
        Assert.Equal(id, SessionId.Read(bytes));
        Assert.Equal(id, SessionId.Read(id.ToByteArray()));
    });

    [Theory]
    [InlineData("")]
    [InlineData("0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5")]
    [InlineData("0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5bb")]
    [InlineData("0197A3B2-C4D5-7E6F-8A9B-0C1D2E3F4A5B")]
    [InlineData("0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5B")]
    [InlineData("0197a3b2c4d57e6f8a9b0c1d2e3f4a5b")]
    [InlineData("{0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b}")]
    [InlineData(" 0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b")]
    [InlineData("0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b ")]
    [InlineData("0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b\n")]
    [InlineData("0x97a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b")]
    [InlineData("+197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b")]
    [InlineData("0197a3b2-c4d5-4e6f-8a9b-0c1d2e3f4a5b")]
    [InlineData("0197a3b2-c4d5-7e6f-0a9b-0c1d2e3f4a5b")]
    [InlineData("0197a3b2-c4d5-7e6f-ca9b-0c1d2e3f4a5b")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Another_spelling_or_another_kind_of_UUID_is_no_session_id(string text) =>
        Assert.False(SessionId.TryParse(text, out _));

    [Fact]
    public void Every_other_spelling_of_an_id_is_refused()
    {
        var text = "0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b";
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var character in " +-xgAF/:\u0660\uFF10")
            {
                if (text[at] != character)
                {
                    Assert.False(SessionId.TryParse($"{text[..at]}{character}{text[(at + 1)..]}", out _));
                }
            }
        }
    }
}

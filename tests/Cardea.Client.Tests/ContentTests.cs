using System.Net.Http.Json;
using System.Text;
using Cardea.Client.Tests.Running;

namespace Cardea.Client.Tests;

/// <summary>Which requests are sent again after a 401.</summary>
public sealed class ContentTests
{
    private const int Longest = 64 * 1024;

    private readonly World _world = new();

    public static TheoryData<string> Repeated { get; } = ["none", "text", "json", "form", "longest", "seekable stream"];

    public static TheoryData<string> NotRepeated { get; } = ["too long", "long json", "stream", "stream of values", "stream of numbers"];

    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task A_small_content_is_sent_again_as_it_was(string kind)
    {
        await using var app = await RefusedAsync();
        using var content = Content(kind);

        Assert.Equal(200, await app.StatusAsync(content));

        var sent = _world.Requests.Where(static request => request.Path == "/notes").Skip(1).Select(static request => request.Body).ToArray();
        Assert.Equal(2, sent.Length);
        Assert.Equal(sent[0], sent[1]);
        Assert.True(_world.Responses.Single().IsDisposed);
    }

    [Theory]
    [MemberData(nameof(NotRepeated))]
    public async Task Another_content_is_not_sent_again_but_the_next_request_has_a_new_token(string kind)
    {
        await using var app = await RefusedAsync();
        using var content = Content(kind);
        using var next = Content(kind);

        Assert.Equal(401, await app.StatusAsync(content));

        Assert.Equal(2, _world.Refreshes);
        Assert.Equal(2, _world.Requests.Count(static request => request.Path == "/notes"));
        Assert.NotEqual("", _world.Requests.Last(static request => request.Path == "/notes").Body);
        Assert.Equal(200, await app.StatusAsync(next));
    }

    private async Task<App> RefusedAsync()
    {
        var app = await App.SignedInAsync(_world);
        _world.Refused[(await app.GetAsync()).Split('|')[0]] = true;
        return app;
    }

    private static HttpContent? Content(string kind) => kind switch
    {
        "none" => null,
        "text" => new StringContent("a note"),
        "json" => JsonContent.Create(new { text = "a note" }),
        "form" => new FormUrlEncodedContent([new("text", "a note")]),
        "longest" => new StringContent(new string('x', Longest)),
        "seekable stream" => new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("a note"))),
        "too long" => new StringContent(new string('x', Longest + 1)),
        "long json" => JsonContent.Create(new { text = new string('x', Longest) }),
        "stream" => new StreamContent(new Once(Encoding.UTF8.GetBytes("a note"))),
        "stream of values" => JsonContent.Create(Values("a", "note")),
        "stream of numbers" => JsonContent.Create(Values(1, 2)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static async IAsyncEnumerable<T> Values<T>(params T[] values)
    {
        foreach (var value in values)
        {
            await Task.Yield();
            yield return value;
        }
    }

    /// <summary>A stream that can't be read twice, as from a network.</summary>
    private sealed class Once(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Cardea.Revocation;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Benchmarks;

/// <summary>An issuer without a network: its metadata, its key, and a feed that begins with so many ended sessions.</summary>
internal sealed class CannedIssuer(int ended) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        HttpContent content = request.RequestUri!.AbsolutePath switch
        {
            "/revocations" => Feed(),
            _ => Json("{}"),
        };
        return new(HttpStatusCode.OK) { Content = content };
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Keys(JsonWebKey key) =>
        $$"""[{"kty":"{{key.Kty}}","crv":"{{key.Crv}}","x":"{{key.X}}","y":"{{key.Y}}","kid":"{{key.Kid}}","alg":"ES256","use":"sig"}]""";

    private StreamContent Feed()
    {
        var pipe = new Pipe();
        _ = WriteAsync(pipe.Writer);
        var content = new StreamContent(pipe.Reader.AsStream());
        content.Headers.ContentType = new("text/event-stream");
        return content;
    }

    private async Task WriteAsync(PipeWriter writer)
    {
        var snapshot = new StringBuilder($$"""event: snapshot{{'\n'}}id: 1/1/{{'\n'}}data: {"sent":{{Now}},"age":0,"skew":30,"keys":{{Keys(Credentials.Es256.PublicKey)}},"sessions":[""");
        snapshot.AppendJoin(',', Sessions.Ended(ended).Select(Entry)).Append("]}\n\n");
        await writer.WriteAsync(Encoding.UTF8.GetBytes(snapshot.ToString()));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await timer.WaitForNextTickAsync())
        {
            var written = await writer.WriteAsync(Encoding.UTF8.GetBytes($$"""event: heartbeat{{'\n'}}data: {"sent":{{Now}},"age":0,"skew":30}{{'\n'}}{{'\n'}}"""));
            if (written.IsCompleted)
            {
                return;
            }
        }
    }

    private static string Entry(RevokedSession session) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"sid":"{{session.SessionId}}","life":{{(long)session.Life.TotalSeconds}}}""");

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}

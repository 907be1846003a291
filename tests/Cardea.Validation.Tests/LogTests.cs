using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

public sealed class LogTests
{
    [Fact]
    public async Task Nothing_of_a_token_reaches_the_log()
    {
        using var log = new RecordedLog();
        await using var api = await ProtectedApi.StartAsync(logs: log);
        var good = api.Issuer.AccessToken();
        string[] tokens =
        [
            good,
            $"{good[..^4]}AAAA",
            $"{good}=",
            $"{good}.{good}",
            api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims(("aud", "\"https://other.example.org\""))),
            api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims(("exp", "1"))),
        ];

        foreach (var token in tokens)
        {
            await api.AcceptsAsync(token);
        }

        Assert.Contains(log.Lines, static line => line.Contains("The signature is wrong.", StringComparison.Ordinal));
        foreach (var part in tokens.SelectMany(static token => token.Split('.', '=')).Where(static part => part.Length > 0))
        {
            Assert.DoesNotContain(log.Lines, line => line.Contains(part, StringComparison.Ordinal));
        }
    }
}

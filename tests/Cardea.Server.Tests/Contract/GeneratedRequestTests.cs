using System.Text;
using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Contract;

/// <summary>Every operation of the OpenAPI document, asked in every way: it answers with what the document says, and with no failure.</summary>
public abstract class GeneratedRequestTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const string Administrator = "admin@example.org";
    private const int AtOnce = 4;

    /// <summary>What can't be had without a mail, an authenticator app, a passkey or an account that has to enrol.</summary>
    private static readonly string[] Unreached =
    [
        "DELETE /admin/invitations/{id}", "DELETE /auth/passkeys/{id}", "PATCH /auth/passkeys/{id}", "POST /auth/email/disown", "POST /auth/email/undo", "POST /auth/email/verify",
        "POST /auth/enrolment/code", "POST /auth/link/sign-in", "POST /auth/mfa", "POST /auth/passkeys", "POST /auth/passkeys/reauthenticate",
        "POST /auth/passkeys/sign-in", "POST /auth/password/reset", "POST /auth/reauthenticate/code", "POST /auth/totp/confirm",
    ];

    /// <summary>Where something else may be asked for than what the document has.</summary>
    private static readonly string[] Entrances =
    [
        "/", "/auth/", "/admin/", "/oauth/", "/.well-known/", "/openapi/", "/docs/", "/docs?x=", "/account/", "/account/verify-email?token=",
        "/health/", "/health/live?x=", "/auth/verify/", "/auth/verify?x=", "/receipts/",
    ];

    [Fact]
    public async Task Every_operation_answers_as_the_document_says()
    {
        await using (var command = Store.Run(["users", "add", Administrator, "--role", "admin"]))
        {
            await command.WriteLineAsync(AuthClient.Password);
            Assert.Equal(0, await command.ExitAsync());
        }

        await using var server = await Store.StartAsync(
        [
            ("Cardea__Attempts__PerAccount", "50"), ("Cardea__Attempts__PerNetwork", "1000000"),
            ("Cardea__AccountPages", "https://app.example.org/account"), ("Cardea__SignInByLink", "true"), .. FeedReader.Settings,
        ]);
        var document = await ApiDocument.ReadAsync(server.Http);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8, AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler);
        using var administrator = await server.NewClient().LoginAsync(Administrator);
        var run = new ContractRun(http, server, administrator);

        // What a key made is refused when the key is given up: last.
        foreach (var operations in document.Operations.GroupBy(static operation => operation.ToString() == "DELETE /admin/keys/{id}").OrderBy(static group => group.Key))
        {
            await Parallel.ForEachAsync(operations, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop }, async (operation, _) => await run.AskAsync(operation));
        }

        Assert.True(run.Findings.All.Count == 0, string.Join('\n', run.Findings.All));
        Assert.Equal(Unreached, run.Findings.Failed);
        await AssertServesAsync(http, server);
    }

    private static async Task AssertServesAsync(HttpClient http, CardeaProcess server)
    {
        foreach (var text in HostileValues.Encoded.Concat(HostileValues.Straying))
        {
            foreach (var entrance in Entrances)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Address.GetLeftPart(UriPartial.Authority)}{entrance}{text}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
                using var answer = await http.SendAsync(request, Stop);
                Assert.True((int)answer.StatusCode < 500, $"{request.RequestUri!.OriginalString} answered {(int)answer.StatusCode}");
            }
        }

        Assert.DoesNotContain("fail: ", server.Log, StringComparison.Ordinal);
    }
}

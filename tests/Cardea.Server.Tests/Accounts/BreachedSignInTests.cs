using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>A password that was chosen before is looked up after a sign-in. Its user hears of it with the next tokens, and by one mail.</summary>
public abstract class BreachedSignInTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_breached_password_is_told_with_the_next_tokens_and_by_one_mail_until_there_is_another()
    {
        Store.SkipIfMissing();
        NodeScript.SkipIfMissing();
        string email;
        await using (var before = await Store.StartAsync())
        {
            using var newcomer = await before.NewClient().RegisterAsync();
            email = newcomer.Email;
        }

        var path = Path.Combine(Store.Directory, "breached.txt");
        string[] keys = [KeyOf(AuthClient.Password), new('0', 40), new('F', 40)];
        await File.WriteAllLinesAsync(path, keys.Order(StringComparer.Ordinal), Stop);
        await using var mail = await MailServer.StartAsync();
        await using var server = await Store.StartAsync([.. mail.Settings, ("Cardea__Issuer", "http://issuer.example"), ("Cardea__Passwords__BreachedFile", path)]);
        using var owner = server.NewClient();

        var first = await SignInAsync(owner, email);
        Assert.Null(first["notices"]);
        owner.Keep(first);
        var told = await mail.NextAsync(email, MailSubject.PasswordBreached);
        Assert.Contains("stolen from other services", told.Text, StringComparison.Ordinal);

        owner.Keep(ExpectNotice(await Answer.ExpectAsync(200, await owner.TryRefreshAsync(owner.Tokens.Refresh))));
        owner.Keep(ExpectNotice(await SignInAsync(owner, email)));
        ExpectNotice(await Answer.ExpectAsync(200, await owner.AskAsync(HttpMethod.Post, "/auth/reauthenticate", new JsonObject { ["password"] = AuthClient.Password })));

        var changed = await Answer.ExpectAsync(200, await owner.ChangePasswordAsync());
        Assert.Null(changed["notices"]);
        owner.Keep(changed);
        Assert.Null((await Answer.ExpectAsync(200, await owner.TryRefreshAsync(owner.Tokens.Refresh)))["notices"]);
        Assert.Null((await SignInAsync(owner, email, AccountRequests.NewPassword))["notices"]);

        // A mail that comes after all others of the account.
        await mail.NextAsync(email, MailSubject.PasswordChanged);
        Assert.Single(mail.Messages, message => message.To == email && message.Subject.StartsWith(MailSubject.PasswordBreached, StringComparison.Ordinal));
        Assert.DoesNotContain(KeyOf(AuthClient.Password), server.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_range_api_is_asked_once_for_many_sign_ins_and_its_failure_stops_none()
    {
        Store.SkipIfMissing();
        await using RangeServer range = new() { Status = 503 };
        await using var server = await Store.StartAsync(("Cardea__Passwords__BreachedRange", range.Address));
        using var owner = await server.NewClient().RegisterAsync();
        await ExpectAsksAsync(range, AuthClient.Password, 1);

        // A failure is not remembered.
        await SignInAsync(owner, owner.Email);
        await ExpectAsksAsync(range, AuthClient.Password, 2);
        await Eventually.HoldsAsync(() => Task.FromResult(Failures(server) == 2));
        range.Answer = static _ => $"{new string('0', 35)}:0";
        range.Status = 200;
        await SignInAsync(owner, owner.Email);
        await ExpectAsksAsync(range, AuthClient.Password, 3);

        await SignInAsync(owner, owner.Email);
        await SignInAsync(owner, owner.Email);
        await Answer.ExpectAsync(200, await owner.ChangePasswordAsync());
        await ExpectAsksAsync(range, AccountRequests.NewPassword, 1);
        await SignInAsync(owner, owner.Email, AccountRequests.NewPassword);

        // The queue keeps the order, so the sign-ins before are done.
        await ExpectAsksAsync(range, AccountRequests.NewPassword, 2);
        Assert.Equal(3, Asks(range, AuthClient.Password));
    }

    private static int Failures(CardeaProcess server) => server.Log.Split("counts as not breached").Length - 1;

    private static int Asks(RangeServer range, string password) => range.Requests.Count(request => request.Path == $"/range/{KeyOf(password)[..5]}");

    private static Task ExpectAsksAsync(RangeServer range, string password, int times) =>
        Eventually.HoldsAsync(() => Task.FromResult(Asks(range, password) == times));

    private static async Task<JsonNode> SignInAsync(AuthClient client, string email, string password = AuthClient.Password) =>
        await Answer.ExpectAsync(200, await client.TrySignInAsync(email, password));

    private static JsonNode ExpectNotice(JsonNode tokens)
    {
        Assert.Equal(["password_breached"], tokens["notices"]!.AsArray().Select(static notice => (string)notice!));
        return tokens;
    }

    private static string KeyOf(string password) =>
        Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(password)));
}

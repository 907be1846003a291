using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>A password that is known to be breached can't be chosen. A source that can't be asked stops nobody.</summary>
public sealed class BreachedPasswordTests : StoreTests<SqliteStore>
{
    private const string Breached = "seven green whales at noon";
    private const string Padded = "eight brown whales at noon";

    private static readonly string Key = Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(Breached)));
    private static readonly string PaddedKey = Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(Padded)));

    [Fact]
    public async Task A_password_in_the_file_can_not_be_chosen_anywhere()
    {
        var path = Path.Combine(Store.Directory, "breached.txt");
        string[] keys = [Key, new('0', 40), new('F', 40)];
        await File.WriteAllLinesAsync(path, keys.Order(StringComparer.Ordinal).Select(static key => $"{key}:7"), Stop);
        (string, string) setting = ("Cardea__Passwords__BreachedFile", path);
        await using var server = await Store.StartAsync(setting);
        using var client = server.NewClient();

        await ExpectRefusalAsync("password", await RegisterAsync(client, Breached));
        await client.RegisterAsync();
        await ExpectRefusalAsync("newPassword", await ChangeAsync(client, Breached));
        await Answer.ExpectAsync(200, await ChangeAsync(client, Padded));

        await using var add = Store.Run(["users", "add", "ada@example.org"], setting);
        await add.WriteLineAsync(Breached);
        Assert.NotEqual(0, await add.ExitAsync());
        Assert.Contains("stolen elsewhere", add.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("password\nletmein\n")]
    [InlineData(null)]
    public async Task A_file_that_can_not_be_searched_ends_the_start(string? text)
    {
        var path = Path.Combine(Store.Directory, "breached.txt");
        if (text is not null)
        {
            await File.WriteAllTextAsync(path, text, Stop);
        }

        await using var run = Store.Run(["serve", "--urls", "http://127.0.0.1:0"], ("Cardea__Passwords__BreachedFile", path));

        Assert.NotEqual(0, await run.ExitAsync());
        Assert.Contains("Cardea:Passwords:BreachedFile must be the Pwned Passwords download", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_range_api_learns_five_digits_and_its_padding_does_not_count()
    {
        await using RangeServer range = new()
        {
            Answer = static digits => $"{new string('0', 35)}:0\r\n{(digits == Key[..5] ? $"{Key[5..]}:12" : $"{PaddedKey[5..]}:0")}\r\n{new string('F', 35)}:3",
        };
        await using var server = await StartAsync(range);
        using var client = server.NewClient();

        await ExpectRefusalAsync("password", await RegisterAsync(client, Breached));
        await Answer.ExpectAsync(201, await RegisterAsync(client, Padded));

        Assert.Equal([($"/range/{Key[..5]}", "true"), ($"/range/{PaddedKey[..5]}", "true")], range.Requests);
    }

    [Fact]
    public async Task A_password_that_is_refused_anyway_is_not_looked_up()
    {
        await using RangeServer range = new();
        await using var server = await StartAsync(range);
        using var client = server.NewClient();

        await Answer.ExpectProblemAsync(400, "validation_failed", await RegisterAsync(client, "short"));
        await Answer.ExpectProblemAsync(400, "validation_failed", await RegisterAsync(client, "passwordpassword1"));

        Assert.Empty(range.Requests);
    }

    [Theory]
    [InlineData("an error")]
    [InlineData("a redirect")]
    [InlineData("no answer")]
    [InlineData("nothing")]
    [InlineData("a page")]
    [InlineData("too much")]
    public async Task A_range_api_that_can_not_be_asked_stops_nobody(string fault)
    {
        var line = $"{Key[5..]}:12";
        await using RangeServer elsewhere = new() { Answer = _ => line };
        await using RangeServer range = new()
        {
            Status = fault == "an error" ? 503 : 200,
            Location = fault == "a redirect" ? $"{elsewhere.Address}{Key[..5]}" : null,
            IsSilent = fault == "no answer",
            Answer = _ => fault switch
            {
                "nothing" => "",
                "a page" => $"<html>\n{line}\n</html>",
                "too much" => string.Concat(Enumerable.Repeat($"{line}\n", 40_000)),
                _ => line,
            },
        };
        await using var server = await StartAsync(range);
        using var client = server.NewClient();

        await Answer.ExpectAsync(201, await RegisterAsync(client, Breached));

        Assert.Single(range.Requests);
        Assert.Empty(elsewhere.Requests);
        Assert.Contains("counts as not breached: the range can't be asked", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..5], server.Log, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<HttpResponseMessage> RegisterAsync(AuthClient client, string password) =>
        client.PostAsync("/auth/register", new JsonObject { ["email"] = AuthClient.NewEmail(), ["password"] = password });

    private static Task<HttpResponseMessage> ChangeAsync(AuthClient client, string password) =>
        client.AskAsync(HttpMethod.Post, "/auth/password/change", new JsonObject { ["currentPassword"] = AuthClient.Password, ["newPassword"] = password });

    private static async Task ExpectRefusalAsync(string member, HttpResponseMessage answer)
    {
        var problem = await Answer.ExpectProblemAsync(400, "validation_failed", answer);
        Assert.Contains("stolen elsewhere", (string?)Assert.Single(problem["errors"]![member]!.AsArray()), StringComparison.Ordinal);
    }

    private Task<CardeaProcess> StartAsync(RangeServer range) => Store.StartAsync(("Cardea__Passwords__BreachedRange", range.Address));
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardea.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Repository.Tests;

/// <summary>An app that embeds Cardea deletes what the earlier registrant planted, in the transaction of the take-over.</summary>
public sealed partial class TakeOverHookTests
{
    private const string Email = "ada@example.org";
    private const string NewPassword = "a quite different passphrase";

    [Theory]
    [InlineData("/auth/email/verify", false)]
    [InlineData("/auth/password/reset", true)]
    public async Task What_the_hook_does_is_stored_with_the_take_over(string path, bool isReset)
    {
        var hook = new Hook();
        await using var app = await StartAsync(hook);
        var (id, code) = await PlantAsync(app, isReset);

        await app.ExpectAsync(204, code: null, path, Body(code));

        Assert.Equal([id, id], hook.Called);
        Assert.Equal(0L, await CountAsync(app));
        Assert.Equal(id, await IdOfAsync(app, NewPassword));
    }

    [Theory]
    [InlineData("/auth/email/verify", false)]
    [InlineData("/auth/password/reset", true)]
    public async Task A_hook_that_throws_rolls_the_take_over_back_and_leaves_the_code(string path, bool isReset)
    {
        var hook = new Hook { Throws = true };
        await using var app = await StartAsync(hook);
        var (id, code) = await PlantAsync(app, isReset);

        await app.ExpectAsync(500, "take_over_failed", path, Body(code));

        // Neither the statement that came before the exception nor the take-over is stored.
        Assert.Equal(1L, await CountAsync(app));
        Assert.Equal(id, await IdOfAsync(app, MailedApp.Password));
        await app.ExpectAsync(401, "invalid_credentials", "/auth/login", Credentials(NewPassword));

        hook.Throws = false;
        await app.ExpectAsync(204, code: null, path, Body(code));
        Assert.Equal(0L, await CountAsync(app));
        Assert.Equal(id, await IdOfAsync(app, NewPassword));
        await app.ExpectAsync(400, "invalid_code", path, Body(code));
    }

    [Fact]
    public async Task A_proof_by_the_earlier_registrant_calls_no_hook()
    {
        var hook = new Hook();
        await using var app = await StartAsync(hook);
        var (_, code) = await PlantAsync(app, isReset: false);

        await app.ExpectAsync(204, code: null, "/auth/email/verify", new() { ["token"] = code, ["password"] = MailedApp.Password });

        Assert.Empty(hook.Called);
        Assert.Equal(1L, await CountAsync(app));
    }

    // Two hooks, so that the second one sees what the first one did.
    private static Task<MailedApp> StartAsync(Hook hook) => MailedApp.StartAsync(services =>
    {
        services.AddSingleton(hook);
        services.AddScoped<ITakeOver, ForgetNotes>();
        services.AddScoped<ITakeOver, LookAgain>();
        return services.AddCardea(static options => options.Issuer = "https://id.example.org");
    });

    private static async Task<(string Id, string Code)> PlantAsync(MailedApp app, bool isReset)
    {
        await app.ExpectAsync(201, code: null, "/auth/register", Credentials(MailedApp.Password));
        var mail = await app.NextMailAsync(Email);
        if (isReset)
        {
            await app.ExpectAsync(202, code: null, "/auth/password/forgot", new() { ["email"] = Email });
            mail = await app.NextMailAsync(Email);
        }

        var id = (string)(await app.AskAsync(static command => command.CommandText = $"SELECT id FROM users WHERE email = '{Email}'"))!;
        await app.AskAsync(static command => command.CommandText = "CREATE TABLE app_notes (owner TEXT NOT NULL)");
        await app.AskAsync(static command => command.CommandText = "INSERT INTO app_notes (owner) SELECT id FROM users");
        return (id, Uri.UnescapeDataString(Token().Match(mail).Groups[1].Value));
    }

    private static Task<object?> CountAsync(MailedApp app) => app.AskAsync(static command => command.CommandText = "SELECT count(*) FROM app_notes");

    // Cardea's answers to a sign-in do not name the user: the access token does.
    private static async Task<string> IdOfAsync(MailedApp app, string password)
    {
        var access = (string)(await app.ExpectAsync(200, code: null, "/auth/login", Credentials(password)))!["accessToken"]!;
        var payload = System.Buffers.Text.Base64Url.DecodeFromChars(access.Split('.')[1]);
        return (string)JsonNode.Parse(payload)!["sub"]!;
    }

    private static JsonObject Credentials(string password) => new() { ["email"] = Email, ["password"] = password };

    private static JsonObject Body(string code) => new() { ["token"] = code, ["newPassword"] = NewPassword };

    [GeneratedRegex("#token=([^\\s<>\"]+)")]
    private static partial Regex Token();

    /// <summary>What the hooks of one test are to do, and the accounts that they were called for.</summary>
    private sealed class Hook
    {
        public bool Throws { get; set; }

        public List<string> Called { get; } = [];
    }

    private sealed class ForgetNotes(Hook hook) : ITakeOver
    {
        public async Task OnTakenOverAsync(TakeOver takeOver, CancellationToken cancellationToken)
        {
            hook.Called.Add(takeOver.UserId);
            await using var command = takeOver.Connection.CreateCommand();
            command.Transaction = takeOver.Transaction;
            command.CommandText = "DELETE FROM app_notes WHERE owner = @owner";
            var owner = command.CreateParameter();
            (owner.ParameterName, owner.Value) = ("@owner", takeOver.UserId);
            command.Parameters.Add(owner);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private sealed class LookAgain(Hook hook) : ITakeOver
    {
        public async Task OnTakenOverAsync(TakeOver takeOver, CancellationToken cancellationToken)
        {
            hook.Called.Add(takeOver.UserId);
            await using var command = takeOver.Connection.CreateCommand();
            command.Transaction = takeOver.Transaction;
            command.CommandText = "SELECT count(*) FROM app_notes";
            Assert.Equal(0L, await command.ExecuteScalarAsync(cancellationToken));
            if (hook.Throws)
            {
                throw new InvalidOperationException("The app could not delete its rows.");
            }
        }
    }
}

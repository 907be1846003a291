using System.CommandLine;
using System.Security.Cryptography;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.SignIn;
using Cardea.Tokens;

namespace Cardea.Server.Commands;

/// <summary>Creates an account, such as the first administrator's.</summary>
internal static class UsersAddCommand
{
    // 131 bits, of characters that people do not confuse.
    private const string Alphabet = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int GeneratedLength = 24;

    public static Command Create()
    {
        Argument<string> email = new("email") { Description = "The e-mail address of the user." };
        Option<bool> generate = new("--generate") { Description = "Makes a password and prints it; without it the password is the first line of standard input." };
        Option<bool> verified = new("--verified") { Description = "The address is known to be theirs." };
        var roles = RoleOption.Create("--role", "Roles to give.");
        Command add = new("add", "Makes an account.") { email, generate, verified, roles };
        add.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var password = arguments.GetValue(generate) ? RandomNumberGenerator.GetString(Alphabet, GeneratedLength) : await ReadPasswordAsync(cancellationToken);
                var user = await AddAsync(services, arguments.GetRequiredValue(email), password, arguments.GetValue(verified), arguments.GetValue(roles) ?? [], cancellationToken);
                if (arguments.GetValue(generate))
                {
                    Console.WriteLine(password);
                }

                await Console.Error.WriteLineAsync($"Added user {user}.");
                return 0;
            },
            cancellationToken));
        return add;
    }

    private static async Task<UserId> AddAsync(
        IServiceProvider services, string email, string password, bool isVerified, string[] roles, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<Registrations>().AddAsync(email, password, invitation: null, Maintenance.Caller, cancellationToken) switch
        {
            Registration.Registered registered => registered.Account.Id,
            Registration.Invalid invalid => throw new SetupException(string.Join(' ', invalid.Errors.Select(static error => $"The {error.Key} is not acceptable: {string.Join(' ', error.Value)}"))),
            _ => throw new SetupException($"There is a user with the e-mail address '{email}' already: see 'cardea users list'."),
        };
        await services.GetRequiredService<AccountChanges>().ApplyAsync(
            id, Maintenance.Caller, user => LifecycleTransitions.Complete(user.Facts, isVerified, roles), terms: null, cancellationToken);
        return id;
    }

    private static async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
        {
            await Console.Error.WriteAsync("Password (it is shown as you type): ");
        }

        return await Console.In.ReadLineAsync(cancellationToken) is { Length: > 0 } password
            ? password
            : throw new SetupException("A password is needed: pipe it in as one line, or let --generate make one.");
    }
}

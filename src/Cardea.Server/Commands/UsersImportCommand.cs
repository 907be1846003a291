using System.CommandLine;
using Cardea.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.Audit;
using Cardea.Providers.Settings;
using Cardea.Server.Import;
using Cardea.Tokens;

namespace Cardea.Server.Commands;

/// <summary>Imports the users of another service, with their password hashes.</summary>
internal static class UsersImportCommand
{
    public static Command Create()
    {
        Option<string> from = new("--from") { Description = "The PostgreSQL database of an app with ASP.NET Core Identity: 'Host=…;…', or a URL." };
        Option<string> schema = new("--schema") { Description = "The schema of its tables.", DefaultValueFactory = static _ => "public" };
        Option<string> file = new("--file") { Description = "A file of JSON, an object a line; '-' for standard input." };
        Option<bool> allowAdmin = new("--allow-admin") { Description = "Imports users who have the role admin; without it they are refused." };
        Option<string[]> login = new("--login") { Description = "The provider of the users' logins, such as Google=google: its name there, and its name or issuer here.", DefaultValueFactory = static _ => [] };
        Command import = new("import", "Imports users, each of them once: stopped, it goes on where it was.") { from, schema, file, allowAdmin, login };
        import.Validators.Add(result =>
        {
            if (result.GetResult(from) is null == result.GetResult(file) is null)
            {
                result.AddError("Say where the users are: either --from or --file.");
            }
        });
        import.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            services =>
            {
                var look = Look(services, arguments.GetValue(allowAdmin), new(arguments.GetRequiredValue(login), services.GetService<ProviderList>()));
                return arguments.GetValue(file) is { } path
                    ? ImportLinesAsync(services, path, look, cancellationToken)
                    : ImportTablesAsync(services, arguments.GetRequiredValue(from), arguments.GetRequiredValue(schema), look, cancellationToken);
            },
            cancellationToken));
        return import;
    }

    private static async Task<int> ImportLinesAsync(
        IServiceProvider services, string file, Func<string, ImportedUser, Candidate> look, CancellationToken cancellationToken)
    {
        using var lines = JsonLines.Open(file);
        return await ImportAsync(services, lines.ReadAsync(look, cancellationToken), await lines.CountAsync(cancellationToken), cancellationToken);
    }

    private static async Task<int> ImportTablesAsync(
        IServiceProvider services, string connectionString, string schema, Func<string, ImportedUser, Candidate> look, CancellationToken cancellationToken)
    {
        await using var users = await AspNetUsers.OpenAsync(connectionString, schema, services.GetRequiredService<TimeProvider>(), cancellationToken);
        return await ImportAsync(services, users.ReadAsync(cancellationToken).Select(user => look($"user {user.Id}", Map(user))), users.Total, cancellationToken);
    }

    private static Func<string, ImportedUser, Candidate> Look(IServiceProvider services, bool allowsAdministrators, LoginMap logins)
    {
        var authenticator = services.GetRequiredService<AuthenticatorApp>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return (name, user) => Candidate.Of(name, user, allowsAdministrators, logins, authenticator, now);
    }

    private static Task<int> ImportAsync(IServiceProvider services, IAsyncEnumerable<Candidate> candidates, long? total, CancellationToken cancellationToken) =>
        UserImport.RunAsync(
            candidates,
            services.GetRequiredService<IAccountStore>(),
            user => Tell(user, services.GetRequiredService<TimeProvider>().GetUtcNow()),
            new(new(total, services.GetRequiredService<TimeProvider>())),
            cancellationToken);

    // A new administrator is no less an event because many users came with them.
    private static SecurityEvent? Tell(CardeaUser user, DateTimeOffset now) => user.Roles.Contains(Role.Administrator)
        ? SecurityEvent.Of(
            SecurityEventKind.Added, new UserId(user.Id), session: null, device: null, now, $"{Maintenance.Caller.Operator} {RoleTransitions.Describe(user.Roles, [])}")
        : null;

    private static ImportedUser Map(AspNetUser user) => new()
    {
        Id = user.Id,
        Email = user.Email,
        EmailVerified = user.EmailConfirmed,
        PasswordHash = user.PasswordHash,
        Roles = user.Roles,
        Disabled = user.IsDisabled,
        AuthenticatorKey = user.AuthenticatorKey,
        TwoFactorEnabled = user.TwoFactorEnabled,
        ExternalLogins = user.Logins,
    };
}

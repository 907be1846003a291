using System.CommandLine;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;

namespace Cardea.Server.Commands;

/// <summary>Deletes an account and its personal data.</summary>
internal static class UsersDeleteCommand
{
    public static Command Create()
    {
        Argument<string> email = new("email") { Description = "The e-mail address of the user." };
        Option<bool> yes = new("--yes") { Description = "Yes, for good." };
        var force = ForceOption.Create();
        Command delete = new("delete", "Deletes an account: sessions, factors and personal data go, events keep an id that leads to nobody.") { email, yes, force };
        delete.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                if (!arguments.GetValue(yes))
                {
                    throw new SetupException("Nothing brings a deleted account back: say --yes if you mean it.");
                }

                var address = arguments.GetRequiredValue(email);
                var user = await UserLookup.FindAsync(services, address, cancellationToken);
                return await services.GetRequiredService<Removals>().RemoveAsync(user, Maintenance.Caller, arguments.GetValue(force), cancellationToken) switch
                {
                    AccountRemoval.Removed => 0,
                    AccountRemoval.LastAdministrator => throw ForceOption.Refusal(address),
                    _ => throw UserLookup.NotFound(address),
                };
            },
            cancellationToken));
        return delete;
    }
}

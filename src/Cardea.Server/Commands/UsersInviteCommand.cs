using System.CommandLine;
using Cardea.AspNetCore.Administration;

namespace Cardea.Server.Commands;

/// <summary>Invites somebody to register. A running server sends the mail.</summary>
internal static class UsersInviteCommand
{
    public static Command Create()
    {
        Argument<string> email = new("email") { Description = "The e-mail address to invite." };
        Command invite = new("invite", "Invites somebody to register, by a mail that a running server sends. The link in it works once, within seven days.") { email };
        invite.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var address = arguments.GetRequiredValue(email);
                return await services.GetRequiredService<InvitationAdministration>().InviteAsync(address, Maintenance.Caller, cancellationToken) switch
                {
                    InvitationOutcome.Invited => 0,
                    InvitationOutcome.EmailTaken => throw new SetupException($"There is a user with the e-mail address '{address}' already: see 'cardea users list'."),
                    InvitationOutcome.Closed => throw new SetupException("Nobody can register with an invitation: set Cardea:Registration to Invited or Open, or add the user with 'cardea users add'."),
                    _ => throw new SetupException($"No mail could go to '{address}': give an e-mail address."),
                };
            },
            cancellationToken));
        return invite;
    }
}

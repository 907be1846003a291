using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>A server where only operators add accounts.</summary>
public abstract class ClosedRegistrationTests<TStore> : NodeStoreTests<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Nobody_registers_and_nobody_learns_who_has_an_account()
    {
        var node = await StartNodeAsync(("Cardea__Registration", "closed"));
        using var owner = node.NewClient();
        await using (var run = Store.Run(["users", "add", owner.Email]))
        {
            await run.WriteLineAsync(AuthClient.Password);
            Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
        }

        await owner.LoginAsync(owner.Email);
        foreach (var email in (string[])[owner.Email, AuthClient.NewEmail(), "no address"])
        {
            await Answer.ExpectProblemAsync(403, "registration_closed", await owner.TryRegisterAsync(email));
            await Answer.ExpectProblemAsync(
                403, "registration_closed", await owner.PostAsync("/auth/register/passkey-options", new JsonObject { ["email"] = email }));
        }
    }
}

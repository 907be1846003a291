using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>Setting the roles of a user.</summary>
public abstract class RoleTests<TStore>(SharedServer<TStore> shared, Administrator<TStore> admin) : IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Of_two_requests_at_once_the_roles_are_those_of_one()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var id = await client.IdAsync();
        for (var round = 0; round < 20; round++)
        {
            await admin.SetRolesAsync(id, "support");
            await Task.WhenAll(admin.SetRolesAsync(id, "support", "billing"), admin.SetRolesAsync(id));
            Assert.Contains(string.Join(' ', (await admin.GetAsync($"/users/{id}"))["roles"]!.AsArray().Select(static role => (string)role!).Order()), (string[])["", "billing support"]);
        }
    }

    [Fact]
    public async Task Roles_that_are_none_are_refused()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var path = $"/users/{await client.IdAsync()}/roles";
        JsonObject[] invalid =
        [
            [], new() { ["roles"] = null },
            .. new[] { "", " ", "a,b", "a b", "a\nb", "ä", "\0", new string('x', 65), null }.Select(static role => Administrator<TStore>.Roles("editor", role)),
        ];
        foreach (var body in invalid)
        {
            var problem = await Answer.ExpectProblemAsync(400, "validation_failed", await admin.AskAsync(HttpMethod.Put, path, body));
            Assert.NotEmpty(problem["errors"]!["roles"]!.AsArray());
        }

        foreach (var roles in (JsonNode[])["admin", 7, new JsonObject(), new JsonArray(7), new JsonArray(new JsonArray())])
        {
            await Answer.ExpectProblemAsync(400, "malformed_request", await admin.AskAsync(HttpMethod.Put, path, new JsonObject { ["roles"] = roles }));
        }

        Assert.Empty((await admin.GetAsync(path[..^"/roles".Length]))["roles"]!.AsArray());
        Assert.True(await client.IsAcceptedAsync());
    }
}

using Cardea.AspNetCore.Passwords;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Repository.Tests;

/// <summary>
/// Every write of somebody who is signed in is a lasting change, which needs a proof that a resource API never sees, or has a reason here
/// why it is none.
/// </summary>
public sealed class LastingChangeTests
{
    // A token of the APIs may read, list sessions and end sessions.
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["POST /auth/logout-others"] = "It ends sessions.",
        ["POST /auth/logout-all"] = "It ends sessions.",
        ["DELETE /auth/sessions/{id}"] = "It ends a session.",
        ["PATCH /auth/sessions/{id}"] = "It names a session, and the name ends with it.",
        ["POST /auth/email/verification"] = "It mails a code to the account's own address.",
        ["POST /auth/reauthenticate"] = "It asks for the password itself, and gives a token for the issuer.",
        ["POST /auth/reauthenticate/code"] = "It mails a code to the account's own address.",
        ["POST /auth/passkeys/reauthenticate"] = "It asks for a passkey, and gives a token for the issuer.",
        ["* /auth/verify/{**path}"] = "It answers gateways, and changes nothing.",
    };

    [Fact]
    public async Task Every_write_of_somebody_signed_in_asks_for_a_proof()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(
            Others.Keys.Order(StringComparer.Ordinal),
            Writes(server).Where(static endpoint => endpoint.Metadata.GetMetadata<LastingChange>() is null).Select(Describe).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_lasting_change_takes_the_password_in_its_body()
    {
        await using var server = await RunningServer.StartAsync();
        var changes = Writes(server).Where(static endpoint => endpoint.Metadata.GetMetadata<LastingChange>() is not null).ToArray();

        Assert.NotEmpty(changes);
        Assert.All(changes, static change => Assert.True(
            change.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType?.IsAssignableTo(typeof(ICarriesPassword)) is true,
            $"{Describe(change)} takes no password: give it a body that is an ICarriesPassword, such as PasswordRequest?."));
    }

    private static IEnumerable<RouteEndpoint> Writes(RunningServer server) =>
        from endpoint in server.Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
            && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { } methods
            && methods.Any(static method => method is not ("GET" or "HEAD"))
        select endpoint;

    private static string Describe(RouteEndpoint endpoint) =>
        $"{(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods is [var method] ? method : "*")} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";
}

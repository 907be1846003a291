using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Keys;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>The keys that make tokens: seen, rotated, given up; never their private halves.</summary>
internal static class KeyAdministrationEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var keys = admin.MapGroup("/keys");
        keys.MapGet("", List).WithSummary("Lists the keys that make tokens");

        var changes = keys.MapGroup("").MakesLastingChanges().RequireRecentAuthentication();
        changes.MapPost("/rotate", RotateAsync).WithSummary("Lets the next keys take over in ten minutes");
        changes.MapDelete("/{id}", RetireAsync)
            .WithSummary("Gives a key up: what it made is refused from now on")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Ok<KeyListResponse> List(KeyRing keys) => TypedResults.Ok(KeyListResponse.Of(keys));

    private static async Task<Results<Ok<KeyListResponse>, Problem>> RotateAsync(
        PasswordRequest? proof, KeyAdministration administration, KeyRing keys, Caller caller, CancellationToken cancellationToken) =>
        await administration.RotateAsync(caller, cancellationToken) == KeyChange.ActorRefused
            ? Problem.InvalidToken
            : TypedResults.Ok(KeyListResponse.Of(keys));

    private static async Task<Results<NoContent, Problem>> RetireAsync(
        string id, [FromBody] PasswordRequest? proof, KeyAdministration administration, Caller caller, CancellationToken cancellationToken) =>
        await administration.RetireAsync(id, caller, cancellationToken) switch
        {
            KeyChange.Made => TypedResults.NoContent(),
            KeyChange.ActorRefused => Problem.InvalidToken,
            _ => ContractProblem.KeyNotFound,
        };
}

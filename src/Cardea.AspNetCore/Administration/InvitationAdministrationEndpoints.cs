using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.Invitations;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>Invitations to register: sent, seen, taken back.</summary>
internal static class InvitationAdministrationEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var invitations = admin.MapGroup("/invitations");
        invitations.MapGet("", ListAsync).WithSummary("Lists the invitations that wait, 100 on a page, the oldest first");

        var changes = invitations.MapGroup("").MakesLastingChanges().RequireRecentAuthentication();
        changes.MapPost("", InviteAsync)
            .WithSummary("Invites somebody to register, by mail; an earlier invitation of the address is void then")
            .Refuses(StatusCodes.Status409Conflict);
        changes.MapDelete("/{id}", RemoveAsync)
            .WithSummary("Takes an invitation back: its link is void")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<InvitationListResponse>> ListAsync(string? after, IInvitationStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await InvitationListResponse.ReadAsync(store, after, cancellationToken));

    private static async Task<Results<Created<InvitationResponse>, Problem>> InviteAsync(
        InvitationRequest request, InvitationAdministration administration, Caller caller, HttpRequest http, CancellationToken cancellationToken) =>
        await administration.InviteAsync(request.Email, caller, cancellationToken) switch
        {
            InvitationOutcome.Invited(var invitation) => TypedResults.Created(http.LocationBeside($"invitations/{invitation.Id}"), InvitationResponse.Of(invitation)),
            InvitationOutcome.Closed => ContractProblem.RegistrationClosed,
            InvitationOutcome.EmailTaken => ContractProblem.EmailTaken,
            InvitationOutcome.ActorRefused => Problem.InvalidToken,
            _ => ContractProblem.Invalid(Registrations.ErrorOf(request.Email)),
        };

    private static async Task<Results<NoContent, Problem>> RemoveAsync(
        string id, [FromBody] PasswordRequest? proof, InvitationAdministration administration, Caller caller, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var invitation)
            ? await administration.RemoveAsync(invitation, caller, cancellationToken) switch
            {
                InvitationChange.Made => TypedResults.NoContent(),
                InvitationChange.ActorRefused => Problem.InvalidToken,
                _ => ContractProblem.InvitationNotFound,
            }
            : ContractProblem.InvitationNotFound;
}

using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.JwtBearer;

/// <summary>Asks whether a token was revoked when the handler has verified it; besides, the app's own events are raised.</summary>
internal sealed class RevocationEvents(JwtBearerEvents app) : JwtBearerEvents
{
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        var check = context.HttpContext.RequestServices.GetRequiredKeyedService<RevocationCheck>(context.Scheme.Name);
        try
        {
            if (await check.FindFaultAsync(context.SecurityToken) is { } fault)
            {
                context.Fail(fault);
                return;
            }
        }
        catch (StoreUnavailableException exception)
        {
            context.Fail(exception);
            return;
        }

        await app.TokenValidated(context);
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is not StoreUnavailableException)
        {
            await app.Challenge(context);
            return;
        }

        context.HandleResponse();
        await Problem.Unavailable.ExecuteAsync(context.HttpContext);
    }

    public override Task AuthenticationFailed(AuthenticationFailedContext context) => app.AuthenticationFailed(context);

    public override Task Forbidden(ForbiddenContext context) => app.Forbidden(context);

    public override Task MessageReceived(MessageReceivedContext context) => app.MessageReceived(context);
}

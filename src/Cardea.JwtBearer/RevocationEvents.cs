using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.JwtBearer;

/// <summary>Checks on every request that the verified token is still accepted. Also raises the app's own events.</summary>
internal sealed partial class RevocationEvents(JwtBearerEvents app) : JwtBearerEvents
{
    private bool _saidAnotherIssuer;

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        var check = context.HttpContext.RequestServices.GetRequiredKeyedService<RevocationCheck>(context.Scheme.Name);
        try
        {
            if (await check.FindFaultAsync(context.SecurityToken, context.HttpContext) is { } fault)
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

    public override Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        // The handler verifies the signature first, so the name is the issuer's own. It is logged once.
        if (context.Exception is SecurityTokenInvalidIssuerException { InvalidIssuer: { } issuer } && !Interlocked.Exchange(ref _saidAnotherIssuer, true))
        {
            LogAnotherIssuer(context.HttpContext.RequestServices.GetRequiredService<ILogger<RevocationEvents>>(), issuer);
        }

        return app.AuthenticationFailed(context);
    }

    public override Task Forbidden(ForbiddenContext context) => app.Forbidden(context);

    public override Task MessageReceived(MessageReceivedContext context) => app.MessageReceived(context);

    [LoggerMessage(EventId = 613, Level = LogLevel.Error, Message = "An access token that was verified names the issuer '{Issuer}': Authority or ValidIssuer must be exactly that name")]
    private static partial void LogAnotherIssuer(ILogger logger, string issuer);
}

using Cardea.Codes;
using Cardea.External;
using OpenIddict.Abstractions;
using OpenIddict.Client;
using static OpenIddict.Client.OpenIddictClientEvents;
using static OpenIddict.Client.OpenIddictClientHandlers;

namespace Cardea.Providers.Protocol;

/// <summary>What Cardea adds to OpenIddict's client: the browser's own cookie, a state that works once, and an address instead of a response.</summary>
internal static class AttemptHandlers
{
    /// <summary>The property of a transaction that has the proof of the browser.</summary>
    public const string Proof = "cardea:browser";

    /// <summary>The property of a transaction that gets the address of the provider.</summary>
    public const string Address = "cardea:address";

    /// <summary>The property of a transaction that says that the state is ours, and is used for the first time.</summary>
    public const string IsFirstUse = "cardea:first-use";

    /// <summary>Binds the state to the browser's cookie.</summary>
    internal sealed class BindChallenge : IOpenIddictClientHandler<ProcessChallengeContext>
    {
        public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessChallengeContext>()
            .UseSingletonHandler<BindChallenge>()
            .SetOrder(AttachRequestForgeryProtection.Descriptor.Order + 500)
            .Build();

        public ValueTask HandleAsync(ProcessChallengeContext context)
        {
            context.RequestForgeryProtection = context.Transaction.GetProperty<string>(Proof);
            return default;
        }
    }

    /// <summary>Keeps the address of the provider, to which the endpoint redirects.</summary>
    internal sealed class KeepAddress : IOpenIddictClientHandler<ApplyAuthorizationRequestContext>
    {
        public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<ApplyAuthorizationRequestContext>()
            .UseSingletonHandler<KeepAddress>()
            .SetOrder(500_000)
            .Build();

        public ValueTask HandleAsync(ApplyAuthorizationRequestContext context)
        {
            var query = new Microsoft.AspNetCore.Http.Extensions.QueryBuilder();
            foreach (var parameter in context.Transaction.Request!.GetParameters())
            {
                if ((string?)parameter.Value is { Length: > 0 } value)
                {
                    query.Add(parameter.Key, value);
                }
            }

            var separator = context.AuthorizationEndpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            context.Transaction.SetProperty(Address, context.AuthorizationEndpoint + separator + query.ToQueryString().Value![1..]);
            context.HandleRequest();
            return default;
        }
    }

    /// <summary>Shows OpenIddict the proof of the browser that comes back.</summary>
    internal sealed class BindCallback : IOpenIddictClientHandler<ProcessAuthenticationContext>
    {
        public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<BindCallback>()
            .SetOrder(ValidateRequestForgeryProtection.Descriptor.Order - 500)
            .Build();

        public ValueTask HandleAsync(ProcessAuthenticationContext context)
        {
            context.RequestForgeryProtection = context.Transaction.GetProperty<string>(Proof);
            return default;
        }
    }

    /// <summary>
    /// Uses the state up, before the code is exchanged. It is known by a secret in it, because its text has several spellings: the nonce, or
    /// the code verifier for a provider that takes no nonce, such as GitHub.
    /// </summary>
    internal sealed class UseState(IExternalStore store) : IOpenIddictClientHandler<ProcessAuthenticationContext>
    {
        public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<UseState>()
            .SetOrder(ValidateIssuerParameter.Descriptor.Order + 500)
            .Build();

        public async ValueTask HandleAsync(ProcessAuthenticationContext context)
        {
            if ((context.StateTokenPrincipal?.GetClaim(OpenIddictConstants.Claims.Private.Nonce) ?? context.StateTokenPrincipal?.GetClaim(OpenIddictConstants.Claims.Private.CodeVerifier)) is not { Length: > 0 } secret
                || context.StateTokenPrincipal?.GetExpirationDate() is not { } until
                || !await store.UseOnceAsync(CodeHash.Of($"state.{secret}"), until, context.CancellationToken))
            {
                context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The state was used before.");
                return;
            }

            context.Transaction.SetProperty(IsFirstUse, IsFirstUse);
        }
    }
}

using System.Security.Claims;
using Cardea.AspNetCore.Links;
using Cardea.Providers.Settings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;
using OpenIddict.Client;
using static OpenIddict.Client.OpenIddictClientEvents;

namespace Cardea.Providers.Protocol;

/// <summary>
/// Talks to providers, by OpenIddict's client. It runs OpenIddict's pipeline itself: an authentication handler would look at every request
/// of the server.
/// </summary>
internal sealed partial class ProviderClient(
    IOpenIddictClientFactory factory, IOpenIddictClientDispatcher dispatcher, IdentityReader reader, CardeaOptions options, PublicAddresses addresses, TimeProvider clock, ILogger<ProviderClient> logger)
{
    private const string AttemptProperty = "cardea";

    /// <summary>How long a provider may take, all its answers together.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Begins an attempt.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="browser">The proof of the browser.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The address of the provider, to which the browser goes; null if the provider does not answer.</returns>
    public async Task<string?> BeginAsync(Provider provider, Attempt attempt, string browser, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var transaction = await CreateAsync(provider, browser);
        var context = new ProcessChallengeContext(transaction)
        {
            CancellationToken = deadline.Token,
            Principal = new ClaimsPrincipal(new ClaimsIdentity()),
            Request = new OpenIddictRequest(),
            RegistrationId = provider.Name,
        };
        context.Properties[AttemptProperty] = attempt.ToJson();
        if (provider.HasIdTokens)
        {
            // Who asks for it gets the time at which the user signed in there, where the provider knows it.
            var proves = attempt.Session is { Renews: true };
            context.Parameters["claims"] = proves ? """{"id_token":{"auth_time":{"essential":true}}}""" : """{"id_token":{"auth_time":{"essential":false}}}""";
            if (proves)
            {
                // The provider asks the user again, even if it knows the browser (OpenID Connect Core, section 3.1.2.1).
                context.Parameters["max_age"] = 0;
            }
        }

        try
        {
            await dispatcher.DispatchAsync(context);
        }
        catch (Exception exception) when (IsOfProvider(exception, cancellationToken))
        {
            LogUnavailable(logger, provider.Name, exception);
            return null;
        }

        if (transaction.GetProperty<string>(AttemptHandlers.Address) is { } address)
        {
            return address;
        }

        LogNotBegun(logger, provider.Name, context.Error);
        return null;
    }

    /// <summary>Takes what comes back from a provider.</summary>
    /// <param name="provider">The provider that the address of the request names.</param>
    /// <param name="parameters">The parameters of the request.</param>
    /// <param name="browser">The proof of the browser; null if it began no attempt.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<CallbackOutcome> FinishAsync(
        Provider provider, IEnumerable<KeyValuePair<string, StringValues>> parameters, string? browser, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var transaction = await CreateAsync(provider, browser ?? "");
        transaction.EndpointType = OpenIddictClientEndpointType.Redirection;
        transaction.Request = new OpenIddictRequest(parameters.Select(static one => new KeyValuePair<string, StringValues>(one.Key, one.Value)));
        var context = new ProcessAuthenticationContext(transaction) { CancellationToken = deadline.Token };
        string? error;
        try
        {
            await dispatcher.DispatchAsync(context);
            error = context.IsRejected ? context.Error ?? ExternalFailure.Invalid : null;
        }
        catch (Exception exception) when (IsOfProvider(exception, cancellationToken))
        {
            LogUnavailable(logger, provider.Name, exception);
            error = OpenIddictConstants.Errors.ServerError;
        }

        // Until the state was found to be ours, and of this browser and provider, nothing in it counts.
        if (transaction.GetProperty<string>(AttemptHandlers.IsFirstUse) is null
            || !context.Properties.TryGetValue(AttemptProperty, out var json) || json is null)
        {
            LogUnknown(logger, provider.Name);
            return error == OpenIddictConstants.Errors.ServerError ? new CallbackOutcome.Unavailable() : new CallbackOutcome.Unknown();
        }

        var attempt = Attempt.Parse(json);
        if (error is not null)
        {
            LogFailed(logger, provider.Name, error);
            return new CallbackOutcome.Failed(attempt, CodeOf(error));
        }

        if (reader.Read(provider, context, attempt) is { } identity)
        {
            return new CallbackOutcome.SignedIn(attempt, identity);
        }

        LogFailed(logger, provider.Name, ExternalFailure.Invalid);
        return new CallbackOutcome.Failed(attempt, ExternalFailure.Invalid);
    }

    private async Task<OpenIddictClientTransaction> CreateAsync(Provider provider, string browser)
    {
        var transaction = await factory.CreateTransactionAsync();
        transaction.BaseUri = new Uri($"{options.Issuer}/", UriKind.Absolute);
        transaction.RequestUri = ConfigureOpenIddict.CallbackOf(provider, addresses);
        transaction.SetProperty(AttemptHandlers.Proof, browser);
        return transaction;
    }

    private static string CodeOf(string error) => error switch
    {
        OpenIddictConstants.Errors.AccessDenied or OpenIddictConstants.Errors.ConsentRequired or OpenIddictConstants.Errors.LoginRequired
            or OpenIddictConstants.Errors.InteractionRequired or "user_cancelled_authorize" => ExternalFailure.Cancelled,
        OpenIddictConstants.Errors.ServerError or "temporarily_unavailable" => ExternalFailure.Unavailable,
        _ => ExternalFailure.Invalid,
    };

    private static bool IsOfProvider(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or OpenIddictExceptions.ProtocolException or IOException or TimeoutException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "The provider {Provider} does not answer")]
    private static partial void LogUnavailable(ILogger logger, string provider, Exception exception);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "A sign-in with the provider {Provider} could not begin: {Error}")]
    private static partial void LogNotBegun(ILogger logger, string provider, string? error);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Information, Message = "A sign-in with the provider {Provider} failed: {Error}")]
    private static partial void LogFailed(ILogger logger, string provider, string error);

    [LoggerMessage(EventId = 1204, Level = LogLevel.Information, Message = "An answer of the provider {Provider} has a state that is unknown, old, used, or of another browser")]
    private static partial void LogUnknown(ILogger logger, string provider);
}

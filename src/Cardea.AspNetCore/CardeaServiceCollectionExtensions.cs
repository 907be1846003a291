using System.Diagnostics.CodeAnalysis;
using Cardea;
using Cardea.AspNetCore;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.CrossOrigin;
using Cardea.AspNetCore.CrossSite;
using Cardea.AspNetCore.Enrolment;
using Cardea.AspNetCore.Hosting;
using Cardea.AspNetCore.Keys;
using Cardea.AspNetCore.Links;
using Cardea.AspNetCore.Live;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.ResourceApis;
using Cardea.AspNetCore.Revocation;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Settings;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Sweeping;
using Cardea.AspNetCore.Tokens;
using Cardea.Devices;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Statistics;
using Cardea.Validation;
using Cardea.Validation.Revocation;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes an ASP.NET Core app an issuer.</summary>
public static class CardeaServiceCollectionExtensions
{
    /// <summary>
    /// Adds registration, sign-in, sessions and the validation of access tokens, with users of Cardea's own. Add a store
    /// to what it returns, such as <c>.AddSqlite("Data Source=data/app.db")</c>, and map the endpoints with <c>app.MapCardea()</c>.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Settings; they come on top of the configuration section <c>Cardea</c>.</param>
    /// <returns>A builder for the store and all else that belongs to Cardea.</returns>
    /// <exception cref="SetupException"><c>AddCardea</c> was called before.</exception>
    public static CardeaBuilder AddCardea(this IServiceCollection services, Action<CardeaOptions>? configure = null)
    {
        services.AddCore(configure).AddOwnAccounts();
        return new(services);
    }

    /// <summary>
    /// Adds registration, sign-in, sessions and the validation of access tokens, with the app's own users. The users are in the
    /// <c>IUserStore&lt;TUser&gt;</c> that the app has registered.
    /// </summary>
    /// <inheritdoc cref="AddCardea(IServiceCollection, Action{CardeaOptions}?)" path="/param"/>
    /// <inheritdoc cref="AddCardea(IServiceCollection, Action{CardeaOptions}?)" path="/returns"/>
    /// <inheritdoc cref="AddCardea(IServiceCollection, Action{CardeaOptions}?)" path="/exception"/>
    /// <typeparam name="TUser">The app's user.</typeparam>
    public static CardeaBuilder AddCardea<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TUser>(
        this IServiceCollection services,
        Action<CardeaOptions>? configure = null)
        where TUser : class, new()
    {
        services.AddCore(configure).AddAppAccounts<TUser>();
        return new(services);
    }

    private static IServiceCollection AddCore(this IServiceCollection services, Action<CardeaOptions>? configure)
    {
        if (services.Any(static service => service.ServiceType == typeof(ConfigureCardeaOptions)))
        {
            throw new SetupException("AddCardea is called twice: call it once, and add to the builder that it returns.");
        }

        AddOptions(services, configure);
        services.AddMissingStore();
        AddRules(services);
        AddHosting(services);
        AddSignIn(services);
        AddOwnTokens(services);
        AddCookies(services);
        AddLive(services);
        services.AddAuthorization();
        services.Configure<JsonOptions>(static options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, CardeaJsonContext.Default));
        return services;
    }

    private static void AddOptions(IServiceCollection services, Action<CardeaOptions>? configure)
    {
        foreach (var setting in CardeaSettings.All)
        {
            services.AddSingleton(setting);
        }

        services.AddSingleton<ConfigureCardeaOptions>();
        services.AddSingleton<IConfigureOptions<CardeaOptions>>(static services => services.GetRequiredService<ConfigureCardeaOptions>());
        services.AddSingleton<IPostConfigureOptions<CardeaOptions>>(static services => services.GetRequiredService<ConfigureCardeaOptions>());
        services.AddSingleton<IValidateOptions<CardeaOptions>>(static services => services.GetRequiredService<ConfigureCardeaOptions>());
        var options = services.AddOptions<CardeaOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddSingleton(static services => services.GetRequiredService<IOptions<CardeaOptions>>().Value);
    }

    private static void AddRules(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(FindMasterKey);
        services.AddSingleton<KeyRing>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<RevocationIndex>();
        services.AddSingleton<RevocationFeed>();
        services.AddSingleton<StoreFeedReader>();
        services.AddSingleton<PendingReceipts>();
        services.AddSingleton<RefreshTokenRotation>();
        services.AddSingleton<SignedInSessions>();
    }

    private static void AddOwnTokens(IServiceCollection services)
    {
        services.AddSingleton<OwnIssuer>();
        services.AddAuthentication().AddCardea(
            CardeaBearerDefaults.AuthenticationScheme, static services => services.GetRequiredService<OwnIssuer>());
        services.AddOptions<CardeaBearerOptions>(CardeaBearerDefaults.AuthenticationScheme)
            .Configure<CardeaOptions>(static (bearer, options) =>
            {
                (bearer.Audience, bearer.IssuerAudience, bearer.ClockSkew) = (options.Audience, options.Issuer, options.ClockSkew);
                bearer.Cookies = static context => context.RequestServices.GetRequiredService<CookieAuthentication>().CheckAsync(context);
            });
    }

    private static void AddCookies(IServiceCollection services)
    {
        services.AddSingleton<SessionCookies>();
        services.AddSingleton<CookieAuthentication>();
        services.AddSingleton<RefreshInPlace>();
        services.AddSingleton<CrossSiteRules>();
        services.AddSingleton<AllowedOrigins>();
        AllowedOrigins.Add(services);
    }

    private static void AddLive(IServiceCollection services)
    {
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<LiveSender>();
        services.AddHostedService<LiveReader>();
    }

    private static void AddHosting(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddSingleton<PublicAddresses>();
        services.AddSingleton<StoreFeedPoller>();
        services.AddSingleton<HttpFeedSender>();
        services.AddSingleton<ReceiptQuotas>();
        services.AddSingleton<ResourceApiReaders>();
        services.AddSingleton<Tally>();
        services.AddSingleton<RotationWitness>();
        services.AddSingleton<RotationReports>();
        services.AddSingleton<SweepWitness>();
        services.AddSingleton<Sweeps>();
        services.AddSingleton<StoreWait>();
        services.AddHostedService<IssuerStartup>();
        services.AddHostedService(static services => services.GetRequiredService<StoreFeedPoller>());
        services.AddHostedService<StoreFeedListener>();
        services.AddHostedService<IndexCleanUp>();
        services.AddHostedService<KeyRotation>();
        services.AddHostedService<ReceiptWriter>();
        services.AddHostedService<SweepSchedule>();
        services.AddSingleton<IStartupFilter, ContractMiddleware.StartupFilter>();
        services.AddHealthChecks().AddCheck<IssuerReadiness>("cardea");
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddSingleton<SecurityLog>();
        services.AddSingleton<ChallengedAttempts>();
        services.AddSingleton<Guesses>();
        services.AddSingleton<Quotas>();
        services.AddSingleton<DeviceTokens>();
        services.AddSingleton<DeviceCookie>();
        services.AddSingleton<TrustCookie>();
        services.AddSingleton<TrustedDevices>();
        services.AddScoped<Refreshes>();
        services.AddSingleton<Logouts>();
        services.AddSingleton<SessionAdministration>();
        services.AddSingleton<ISessions, AppSessions>();
        services.AddScoped<SignIns>();
        services.AddSingleton<Reauthentication>();
        services.AddScoped<SecondFactorStep>();
        services.AddScoped<EnrolmentStep>();
        services.AddScoped<Enrolments>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<Postbox>();
        services.AddSingleton<MailWitness>();
        services.AddHostedService<MailSender>();
        services.TryAddSingleton(FindMailTransport);
    }

    private static IMailTransport FindMailTransport(IServiceProvider services) =>
        services.GetRequiredService<CardeaOptions>().Smtp.Host.Length > 0
            ? ActivatorUtilities.CreateInstance<SmtpTransport>(services)
            : ActivatorUtilities.CreateInstance<MailDirectory>(services, Path.Combine(services.GetRequiredService<ISchema>().DataDirectory ?? "data", "outbox"));

    private static MasterKey FindMasterKey(IServiceProvider services)
    {
        var text = services.GetRequiredService<CardeaOptions>().MasterKey;
        if (text.Length > 0)
        {
            return MasterKey.Parse(text);
        }

        // If the database file belongs to another program, no key file is made beside it.
        var schema = services.GetRequiredService<ISchema>();
        schema.Inspect();
        return schema.DataDirectory is { } directory
            ? MasterKeyFile.ReadOrCreate(directory)
            : throw new SetupException("Cardea:MasterKey must be set with this database: make one with 'openssl rand -base64 32', and give the same one to every node.");
    }
}

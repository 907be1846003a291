using System.Diagnostics.CodeAnalysis;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Enrolment;
using Cardea.AspNetCore.External;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Identity;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Statistics;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardea.AspNetCore;

/// <summary>Adds the users: Cardea's own, or an app's.</summary>
internal static class AccountsServiceCollectionExtensions
{
    /// <summary>Adds Cardea's own users.</summary>
    public static IServiceCollection AddOwnAccounts(this IServiceCollection services)
    {
        AddPasswords<CardeaUser>(services);
        services.AddSingleton<IPasswordHasher<CardeaUser>, Argon2idPasswordHasher<CardeaUser>>();
        services.AddSingleton<OwnAccounts>();
        services.AddSingleton<IAccounts>(static services => services.GetRequiredService<OwnAccounts>());
        services.AddSingleton<IRecipients>(static services => services.GetRequiredService<OwnAccounts>());
        services.AddSingleton<ISecondFactorCodes, OwnSecondFactorCodes>();
        services.AddSingleton<AccountChanges>();
        services.AddSingleton(static services => new WaysIn(services.GetRequiredService<CardeaOptions>().SignInByLink, IsUsable: static _ => false));
        services.AddSingleton<IExternalAccounts, OwnExternalAccounts>();
        services.AddSingleton<Removals>();
        services.AddSingleton<AccountAdministration>();
        services.AddSingleton<IUsers, AppUsers>();
        services.AddSingleton<InvitationAdministration>();
        services.AddSingleton<KeyAdministration>();
        services.AddSingleton<StoreCensus>();
        services.AddSingleton<StatisticsReader>();
        services.AddHostedService<StatisticsWriter>();
        services.AddSingleton<StatisticsFeed>();
        services.AddHostedService(static services => services.GetRequiredService<StatisticsFeed>());
        services.AddScoped<PasswordChange>();
        services.AddScoped<PasswordRecovery>();
        services.AddSingleton<EmailVerification>();
        services.AddScoped<EmailConfirmation>();
        services.AddSingleton<AuthenticatorApp>();
        services.AddSingleton<IAuthenticatorEnrolment, OwnAuthenticatorEnrolment>();
        services.AddSingleton(FactorMethods.OfOwnUsers);
        services.AddScoped<LinkSignIn>();
        services.AddScoped<ReauthenticationCodes>();
        services.AddScoped<PasskeyRegistrations>();
        AddPasskeys(services);
        return services;
    }

    /// <summary>Adds the users of an app, which brings the <see cref="IUserStore{TUser}"/>.</summary>
    public static IServiceCollection AddAppAccounts<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TUser>(this IServiceCollection services)
        where TUser : class, new()
    {
        AddPasswords<TUser>(services);
        services.AddHostedService<UserStoreCheck<TUser>>();
        services.TryAddScoped<IUserStore<TUser>>(static _ => throw new SetupException(
            $"There is no user store: register an IUserStore<{typeof(TUser).Name}> before AddCardea<{typeof(TUser).Name}>(), such as AddIdentityCore<{typeof(TUser).Name}>().AddEntityFrameworkStores<YourContext>() does."));
        services.AddIdentityCore<TUser>(static options =>
        {
            // A name is an address, whose characters EmailAddress knows.
            options.User.AllowedUserNameCharacters = "";
            options.User.RequireUniqueEmail = true;
        })

        // Checks the codes of authenticator apps. An app that adds Identity's own providers registers it once more, which does no harm.
        .AddTokenProvider<AuthenticatorTokenProvider<TUser>>(TokenOptions.DefaultAuthenticatorProvider);
        if (services.FirstOrDefault(static service => service.ImplementationType == typeof(PasswordValidator<TUser>)) is { } rulesOfComposition)
        {
            services.Remove(rulesOfComposition);
        }

        services.AddScoped<IPasswordValidator<TUser>, PasswordPolicyValidator<TUser>>();
        services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<TUser>, Argon2idPasswordHasher<TUser>>());
        services.AddScoped<IdentityEffects<TUser>>();
        services.AddScoped<AppAccounts<TUser>>();
        services.AddScoped<IAccounts>(static services => services.GetRequiredService<AppAccounts<TUser>>());
        services.AddScoped<IRecipients>(static services => services.GetRequiredService<AppAccounts<TUser>>());
        services.AddScoped<IExternalAccounts, AppExternalAccounts<TUser>>();
        services.AddScoped<ISecondFactorCodes, AppSecondFactorCodes<TUser>>();
        services.AddSingleton<AuthenticatorApp>();
        services.AddScoped<IAuthenticatorEnrolment, AppAuthenticatorEnrolment<TUser>>();
        services.AddSingleton(FactorMethods.OfAppUsers);
        return services;
    }

    private static void AddPasswords<TUser>(IServiceCollection services)
        where TUser : class, new()
    {
        services.AddMetrics();
        services.AddSingleton<HashingQueue>();
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<BreachedPasswords>();
        services.AddSingleton<ChosenPasswords>();
        services.AddSingleton<BreachedSignIns>();
        services.AddHostedService(static services => services.GetRequiredService<BreachedSignIns>());
        services.AddScoped(static services =>
            PasswordHashes.Of(services.GetRequiredService<IPasswordHasher<TUser>>(), services.GetRequiredService<HashingQueue>()));
        services.AddScoped<KnownDevices>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<Registrations>();
    }

    private static void AddPasskeys(IServiceCollection services)
    {
        services.AddSingleton<PasskeyQuestions>();
        services.AddScoped<Passkeys>();
        services.AddIdentityCore<CardeaUser>();
        services.AddScoped<IUserStore<CardeaUser>, PasskeyUsers>();
        services.AddScoped<IPasskeyHandler<CardeaUser>, PasskeyHandler<CardeaUser>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<CardeaOptions>(static (passkeys, options) =>
        {
            // From the settings, never from the request: neither Host nor a forwarded header has a say.
            passkeys.ServerDomain = options.Passkeys.Domain;
            passkeys.ValidateOrigin = context => new(!context.CrossOrigin && (options.Passkeys.Origins.Contains(context.Origin) || options.RelatedOrigins.Contains(context.Origin)));

            // With a PIN or a finger each passkey is two factors, wherever it is used.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "preferred";
        });
    }
}

using System.Diagnostics.CodeAnalysis;
using Cardea.Accounts;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Hashing;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.PasswordStrength;
using Cardea.Revocation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Puts Cardea's rules in the place of ASP.NET Core Identity's.</summary>
internal static class AccountsServiceCollectionExtensions
{
    /// <summary>Adds the accounts of <typeparamref name="TUser"/>; for another user than Cardea's own the app brings the <see cref="IUserStore{TUser}"/>.</summary>
    public static IServiceCollection AddCardeaAccounts<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TUser>(this IServiceCollection services)
        where TUser : class, new()
    {
        services.AddMetrics();
        services.AddSingleton<HashingQueue>();
        services.AddSingleton<PasswordPolicy>();
        services.AddIdentityCore<TUser>(static options =>
        {
            // A name is an address, whose characters EmailAddress knows.
            options.User.AllowedUserNameCharacters = "";
            options.User.RequireUniqueEmail = true;
        });

        if (services.FirstOrDefault(static service => service.ImplementationType == typeof(PasswordValidator<TUser>)) is { } rulesOfComposition)
        {
            services.Remove(rulesOfComposition);
        }

        services.AddScoped<IPasswordValidator<TUser>, PasswordPolicyValidator<TUser>>();
        services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<TUser>, Argon2idPasswordHasher<TUser>>());
        if (typeof(TUser) == typeof(CardeaUser))
        {
            services.Replace(ServiceDescriptor.Singleton<ILookupNormalizer, EmailNormalizer>());
            services.AddScoped<IUserStore<CardeaUser>, CardeaUserStore>();
            services.AddScoped<IAccounts, CardeaAccounts>();
            AddOwn(services);
        }
        else
        {
            services.AddScoped<IAccounts, Accounts<TUser>>();
        }

        return services;
    }

    // What takes a store of Cardea's own.
    private static void AddOwn(IServiceCollection services)
    {
        services.AddSingleton<AccountChanges>();
        services.AddSingleton(static services => new AccountAdministration(
            services.GetRequiredService<IAccountStore>(),
            services.GetRequiredService<AccountChanges>(),
            services.GetRequiredService<RevocationFeed>(),
            services.GetRequiredService<StoreFeedReader>(),
            services.GetRequiredService<SecurityLog>(),
            services.GetRequiredService<Postbox>(),
            services.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordRecovery>();
        services.AddSingleton<EmailVerification>();
        services.AddSingleton<AuthenticatorApp>();
        services.AddSingleton<SecondFactorCodes>();
        services.AddSingleton<FactorChanges>();
        services.AddSingleton<PasskeyQuestions>();
        services.AddScoped<Passkeys>();
        services.AddScoped<IPasskeyHandler<CardeaUser>, PasskeyHandler<CardeaUser>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<CardeaOptions>(static (passkeys, options) =>
        {
            // From the settings, never from the request: neither Host nor a forwarded header has a say.
            passkeys.ServerDomain = options.Passkeys.Domain;
            passkeys.ValidateOrigin = context => new(!context.CrossOrigin && options.Passkeys.Origins.Contains(context.Origin));

            // With a PIN or a finger each passkey is two factors, wherever it is used.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "preferred";
        });
    }
}

using System.Diagnostics.CodeAnalysis;
using Cardea.Accounts;
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
            services.AddSingleton<AccountAdministration>();
        }
        else
        {
            services.AddScoped<IAccounts, Accounts<TUser>>();
        }

        return services;
    }
}

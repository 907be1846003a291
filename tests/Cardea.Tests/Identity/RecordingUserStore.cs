using System.Globalization;
using System.Reflection;
using Cardea.Tests.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Cardea.Tests.Identity;

/// <summary>Everything that ASP.NET Core Identity may ask a user store for.</summary>
internal interface IFullUserStore :
    IUserPasswordStore<AppUser>, IUserEmailStore<AppUser>, IUserSecurityStampStore<AppUser>, IUserRoleStore<AppUser>, IUserLockoutStore<AppUser>,
    IUserTwoFactorStore<AppUser>, IUserAuthenticatorKeyStore<AppUser>, IUserTwoFactorRecoveryCodeStore<AppUser>, IUserPasskeyStore<AppUser>;

/// <summary>Writes down what a user store is told.</summary>
public class RecordingUserStore : DispatchProxy
{
    private readonly List<string> _calls = [];

    /// <summary>A store, and the calls that it gets: without user, stamp and cancellation token.</summary>
    internal static (IFullUserStore Store, IReadOnlyList<string> Calls) Create()
    {
        var store = Create<IFullUserStore, RecordingUserStore>();
        return (store, ((RecordingUserStore)(object)store)._calls);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var told = args!.Where(static argument => argument is not (AppUser or CancellationToken)).Select(Write);
        if (targetMethod!.Name == nameof(IUserRoleStore<>.GetRolesAsync))
        {
            return Task.FromResult<IList<string>>(["reader", "writer"]);
        }

        _calls.Add(targetMethod.Name == nameof(IUserSecurityStampStore<>.SetSecurityStampAsync) ? targetMethod.Name : $"{targetMethod.Name} {string.Join(' ', told)}".TrimEnd());
        return targetMethod.Name == nameof(IUserTwoFactorRecoveryCodeStore<>.RedeemCodeAsync) ? Task.FromResult(true) : Task.CompletedTask;
    }

    private static string Write(object? argument) => argument switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        IEnumerable<string> texts when argument is not string => string.Join(',', texts),
        UserPasskeyInfo passkey => Convert.ToHexString(passkey.CredentialId),
        DateTimeOffset at => at == DateTimeOffset.MaxValue ? "for good" : at.ToString(CultureInfo.InvariantCulture),
        _ => argument.ToString()!,
    };
}

using Cardea.AspNetCore.Passwords;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Identity;

/// <summary>Holds the passwords of <see cref="UserManager{TUser}"/> to the <see cref="PasswordPolicy"/>.</summary>
internal sealed class PasswordPolicyValidator<TUser>(PasswordPolicy policy) : IPasswordValidator<TUser>
    where TUser : class
{
    /// <inheritdoc/>
    public async Task<IdentityResult> ValidateAsync(UserManager<TUser> manager, TUser user, string? password)
    {
        var errors = policy.Check(password ?? "", await manager.GetEmailAsync(user)).ToArray();
        return errors.Length == 0 ? IdentityResult.Success : IdentityResult.Failed(errors);
    }
}

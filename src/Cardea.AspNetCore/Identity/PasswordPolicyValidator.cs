using Cardea.AspNetCore.Passwords;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Identity;

/// <summary>Holds the passwords of <see cref="UserManager{TUser}"/> to the <see cref="PasswordPolicy"/>, and refuses breached ones.</summary>
internal sealed class PasswordPolicyValidator<TUser>(ChosenPasswords chosen) : IPasswordValidator<TUser>
    where TUser : class
{
    /// <inheritdoc/>
    public async Task<IdentityResult> ValidateAsync(UserManager<TUser> manager, TUser user, string? password)
    {
        var errors = await chosen.CheckAsync(password ?? "", await manager.GetEmailAsync(user), CancellationToken.None);
        return errors.Length == 0 ? IdentityResult.Success : IdentityResult.Failed(errors);
    }
}

using Microsoft.AspNetCore.Identity;

namespace Cardea.Repository.Tests;

/// <summary>The user of an app that keeps its users itself.</summary>
internal sealed class AppUser
{
    public string Id { get; } = $"app-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";

    public string? UserName { get; set; }

    public string? NormalizedUserName { get; set; }

    public string? Email { get; set; }

    public string? NormalizedEmail { get; set; }

    public bool EmailConfirmed { get; set; }

    public string? PasswordHash { get; set; }

    public bool TwoFactorEnabled { get; set; }

    public string? AuthenticatorKey { get; set; }

    public List<UserLoginInfo> Logins { get; } = [];

    public HashSet<string> RecoveryCodes { get; set; } = [];
}

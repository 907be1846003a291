namespace Cardea.AspNetCore.Sessions;

/// <summary>A new name for a session's device.</summary>
/// <param name="Device">The name; <see langword="null"/> or blank takes it away.</param>
internal sealed record RenameRequest(string? Device);

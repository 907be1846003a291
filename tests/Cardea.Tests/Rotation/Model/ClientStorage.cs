namespace Cardea.Tests.Rotation.Model;

/// <summary>Which answers a client stores.</summary>
internal enum ClientStorage
{
    /// <summary>An answer to the refresh token that it still holds.</summary>
    IfUnchanged,

    /// <summary>An answer whose refresh token is newer than its own.</summary>
    IfNewer,

    /// <summary>Every answer, in the order of arrival. Browsers do so with cookies.</summary>
    Always,
}

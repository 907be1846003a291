namespace Cardea.Sessions;

/// <summary>How often the sessions of a user were ended together.</summary>
/// <param name="Session">How often all sessions were ended, or all but one. A sign-in that read another number creates no session.</param>
/// <param name="Device">How often all sessions were ended, the acting one too. A device token of a lower number is void.</param>
internal readonly record struct UserEpochs(long Session, long Device);

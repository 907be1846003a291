namespace Cardea.Client;

/// <summary>What a client knows of its user.</summary>
public enum CardeaClientState
{
    /// <summary>The store was not read yet.</summary>
    Unknown,

    /// <summary>The user is signed in.</summary>
    SignedIn,

    /// <summary>The user is signed in, but the issuer can't be reached now. The client goes on trying.</summary>
    Offline,

    /// <summary>Nobody is signed in: the user signed out, the issuer ended the session, or the store can't be read.</summary>
    SignedOut,
}

namespace Cardea.Attempts;

/// <summary>Whose wrong guesses are counted together.</summary>
internal enum GuessAllowance
{
    /// <summary>The guesses of devices that have never signed in to the account.</summary>
    Strangers,

    /// <summary>The guesses of devices that have signed in to the account before, and of its live sessions.</summary>
    KnownDevices,
}

namespace Cardea.AspNetCore.Factors;

/// <summary>What became of a sign-in that waits for its second factor, when the factor was checked.</summary>
internal enum BegunSignIn
{
    /// <summary>The sign-in still waits. The request that uses it up signs in.</summary>
    Waits,

    /// <summary>It was used up together with the factor.</summary>
    UsedUp,

    /// <summary>Another request has used it up, so the factor was not used.</summary>
    Overtaken,
}

namespace Cardea.AspNetCore.CrossSite;

/// <summary>What becomes of a request that another site may have sent.</summary>
internal enum CrossSiteDecision
{
    /// <summary>The request is served.</summary>
    Allowed,

    /// <summary>Another site sent the request, or nobody can tell. It is refused.</summary>
    Refused,

    /// <summary>An allowed origin on another site asks for cookies. No browser would keep them.</summary>
    NeedsSameSite,
}

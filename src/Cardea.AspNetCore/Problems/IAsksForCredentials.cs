namespace Cardea.AspNetCore.Problems;

/// <summary>Marks endpoints that refuse a request without the right credentials by 401.</summary>
internal interface IAsksForCredentials;

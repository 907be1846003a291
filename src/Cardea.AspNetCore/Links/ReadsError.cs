namespace Cardea.AspNetCore.Links;

/// <summary>Marks a page that says why a way back from a provider failed. It reads the code in the parameter <c>error</c> of its query.</summary>
internal sealed class ReadsError;

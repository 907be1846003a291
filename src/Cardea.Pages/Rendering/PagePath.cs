namespace Cardea.Pages.Rendering;

/// <summary>The path of a page without the prefix that the app chose.</summary>
/// <param name="Path">Such as <c>/account/devices</c>.</param>
internal sealed record PagePath(string Path);

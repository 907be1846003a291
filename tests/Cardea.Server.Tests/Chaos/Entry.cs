namespace Cardea.Server.Tests.Chaos;

/// <summary>A line of the history.</summary>
/// <param name="Deed">What was done.</param>
/// <param name="Shown">The tokens that were shown.</param>
/// <param name="Node">Where.</param>
/// <param name="Begun">When it was sent.</param>
/// <param name="Ended">When it was answered, or given up.</param>
/// <param name="Status">How it was answered; 0 when it was not.</param>
/// <param name="Code">The problem that the answer names.</param>
/// <param name="Given">The tokens that it was answered with, whether the client heard the answer or not.</param>
public sealed record Entry(Deed Deed, Held Shown, int Node, TimeSpan Begun, TimeSpan Ended, int Status, string? Code = null, Held? Given = null);

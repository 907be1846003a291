using System.Globalization;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// The passwords of a user, counted from 1. A change whose answer is lost leaves two that may be in place, until one of them
/// lets the user in.
/// </summary>
internal sealed class Passwords
{
    private int _placed = 1;
    private int _latest = 1;

    /// <summary>The one to try.</summary>
    public int Current { get; private set; } = 1;

    public static string Text(int password) => string.Create(CultureInfo.InvariantCulture, $"the right horse for battery no. {password}");

    /// <summary>One that was never used.</summary>
    public int Next() => ++_latest;

    /// <summary>It was accepted, or set.</summary>
    public void Place(int password) => _placed = Current = password;

    /// <summary>It was refused: a change to a later one may have been done after all, or not.</summary>
    public void Refuse(int password)
    {
        if (password == Current)
        {
            Current = Current < _latest ? Current + 1 : _placed;
        }
    }
}

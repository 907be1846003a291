using System.Globalization;
using Cardea.AspNetCore.Statistics;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.Console;

/// <summary>The page with the figures.</summary>
/// <param name="page">The request.</param>
/// <param name="figures">The figures.</param>
internal sealed class FiguresView(PageContext page, StatisticsResponse figures) : ConsoleView(page, Rendering.Section.Figures)
{
    public StatisticsResponse Figures => figures;

    /// <summary>The figures of all nodes, each with what it was in the last hour. The script finds a figure by its name.</summary>
    public IEnumerable<(string Name, string Value)> OfAllNodes =>
    [
        ("sessions", Number(figures.Sessions)),
        ("signIns", Sum(static minute => minute.SignIns)),
        ("failedSignIns", Sum(static minute => minute.FailedSignIns)),
        ("refusedAttempts", Sum(static minute => minute.RefusedAttempts)),
        ("replayed", Sum(static minute => minute.Refreshes.Replayed)),
        ("healed", Sum(static minute => minute.Refreshes.Healed)),
    ];

    /// <summary>The outcomes of refreshes, the most usual first.</summary>
    public IEnumerable<(string Name, string Value)> Refreshes =>
    [
        ("rotated", Sum(static minute => minute.Refreshes.Rotated)),
        ("repeated", Sum(static minute => minute.Refreshes.Repeated)),
        ("reissued", Sum(static minute => minute.Refreshes.Reissued)),
        ("kept", Sum(static minute => minute.Refreshes.Kept)),
        ("refused", Sum(static minute => minute.Refreshes.Refused)),
    ];

    /// <summary>The figures of one node.</summary>
    public static IEnumerable<(string Name, string Value)> Of(NodeResponse node) =>
    [
        ("revocationLag", Seconds(node.RevocationLag)),
        ("hashingQueue", Number(node.HashingQueue)),
        ("sweepBacklog", Number(node.SweepBacklog)),
    ];

    /// <summary>A number; a dash if it is not known.</summary>
    public static string Number(long? number) => number?.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F') ?? "–";

    /// <summary>Seconds with one decimal; a dash if they are not known.</summary>
    public static string Seconds(double? seconds) => seconds is { } known ? $"{known.ToString("0.0", CultureInfo.InvariantCulture)} s" : "–";

    private string Sum(Func<MinuteResponse, long> part) => Number(figures.Minutes.Sum(part));
}

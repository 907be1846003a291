using System.Globalization;
using Cardea.AspNetCore.Mail;

namespace Cardea.Server.Commands;

/// <summary>Prints rows in columns. Names of devices may have been chosen to deceive, so a cell is one line without control characters.</summary>
internal static class Table
{
    public static void Write(string[] header, IEnumerable<object?[]> rows)
    {
        string[][] lines = [header, .. rows.Select(static row => row.Select(Format).ToArray())];
        var widths = header.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            Console.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string Format(object? cell) => cell switch
    {
        null => "-",
        DateTimeOffset time => time.ToString("u", CultureInfo.InvariantCulture),
        TimeSpan duration => duration.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() is { Length: > 0 } text ? MailText.OneLine(text) : "",
    };
}

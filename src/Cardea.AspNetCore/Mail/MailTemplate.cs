namespace Cardea.AspNetCore.Mail;

/// <summary>
/// A template as it is written: a head of lines <c>Name: text</c>, the first of them the subject, a blank line, and the
/// text of the mail.
/// </summary>
internal sealed class MailTemplate
{
    public const string SubjectLine = "Subject";
    public const string ButtonLine = "Button";

    /// <summary>The head's line that says what <c>{{device}}</c> becomes where the mail must not name the device.</summary>
    public const string UnknownDeviceLine = "unknown-device";

    /// <summary>The line that becomes the button.</summary>
    public const string LinkLine = "{{link}}";

    public MailTemplate(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd()).ToArray();
        Head = [.. lines.TakeWhile(static line => line.Length > 0).Select(ReadHead)];
        Body = string.Join('\n', lines.Skip(Head.Count)).Trim('\n');
    }

    public IReadOnlyList<(string Name, string Text)> Head { get; }

    public string Body { get; }

    public string Subject => Find(SubjectLine) ?? "";

    /// <summary>The text of the button.</summary>
    public string Button => Find(ButtonLine) ?? Subject;

    /// <summary>The text of a line of the head; none, when it has no such line.</summary>
    public string? Find(string name) => Head.FirstOrDefault(line => line.Name == name).Text;

    /// <summary>The paragraphs, each as its lines; the link alone is one.</summary>
    public IEnumerable<string[]> Paragraphs()
    {
        List<string> lines = [];
        foreach (var line in Body.Split('\n').Append(""))
        {
            if (line is not ("" or LinkLine))
            {
                lines.Add(line);
                continue;
            }

            if (lines.Count > 0)
            {
                yield return [.. lines];
                lines.Clear();
            }

            if (line == LinkLine)
            {
                yield return [line];
            }
        }
    }

    private static (string Name, string Text) ReadHead(string line) =>
        line.Split(':', 2) is [var name, var text] ? (name, text.Trim()) : (line, "");
}

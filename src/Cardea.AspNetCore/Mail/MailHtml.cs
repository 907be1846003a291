using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Cardea.AspNetCore.Mail;

/// <summary>The HTML of a mail, made from its text.</summary>
internal static class MailHtml
{
    // Letters of all languages stay; characters with a meaning in HTML are encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);

    /// <summary>The paragraphs of a mail, the link as a button with its address below.</summary>
    /// <param name="template">The template that is encoded and filled.</param>
    /// <param name="encoded">The values, encoded.</param>
    public static string Body(MailTemplate template, Func<string, string> encoded)
    {
        var html = new StringBuilder();
        foreach (var lines in template.Paragraphs())
        {
            html.Append(lines is [MailTemplate.LinkLine]
                ? $"<p><a class=\"button\" href=\"{encoded("link")}\">{Fill(template.Button)}</a></p>\n<p class=\"address\">{encoded("link")}</p>\n"
                : $"<p>{string.Join("<br>\n", lines.Select(Fill))}</p>\n");
        }

        return html.ToString();

        string Fill(string line) => Placeholder.Fill(Encode(line), encoded);
    }
}

namespace Cardea.AspNetCore.Mail;

/// <summary>A text that mails are made from.</summary>
/// <param name="Path">Its place among the others, such as <c>de/verify-email.txt</c>.</param>
/// <param name="Location">Where it was read from.</param>
/// <param name="Text">The content.</param>
internal sealed record TemplateFile(string Path, string Location, string Text);

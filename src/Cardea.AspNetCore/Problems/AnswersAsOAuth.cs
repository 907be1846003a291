namespace Cardea.AspNetCore.Problems;

/// <summary>Marks endpoints whose errors are those of OAuth (RFC 6749, section 5.2), not problem details.</summary>
internal sealed class AnswersAsOAuth;

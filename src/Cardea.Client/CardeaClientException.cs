namespace Cardea.Client;

/// <summary>
/// Cardea refused a request, or gave no answer. The session is kept, unless <see cref="Code"/> is <c>signed_out</c>. An
/// <see cref="HttpRequestException"/>, so that code that handles a network error handles this as well.
/// </summary>
public sealed class CardeaClientException : HttpRequestException
{
    /// <summary>The code for a client that is not signed in.</summary>
    public const string SignedOut = "signed_out";

    /// <summary>The code when no answer comes: there is no network, or the issuer is down.</summary>
    public const string Offline = "offline";

    /// <summary>The code when the answer takes too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>The code when the answer is not Cardea's: a proxy or a captive portal has answered.</summary>
    public const string UnexpectedAnswer = "unexpected_answer";

    /// <summary>The code when the token store can't be written.</summary>
    public const string TokenStoreFailed = "token_store_failed";

    /// <inheritdoc/>
    public CardeaClientException()
        : this("Cardea gave no answer.")
    {
    }

    /// <inheritdoc/>
    public CardeaClientException(string message)
        : this(message, null)
    {
    }

    /// <inheritdoc/>
    public CardeaClientException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal CardeaClientException(string code, string message, int? status = null, Exception? inner = null)
        : base(message, inner, (System.Net.HttpStatusCode?)status) => Code = code;

    /// <summary>
    /// The stable code: one of Cardea's problem codes, such as <c>invalid_credentials</c>, or one of the constants of this
    /// type.
    /// </summary>
    public string Code { get; } = Offline;

    /// <summary>How long to wait before the same request is sent again. Null if the issuer has not said.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>What is wrong, for each member of the request. Empty unless <see cref="Code"/> is <c>validation_failed</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; internal init; } = new Dictionary<string, IReadOnlyList<string>>();

    // A later request may succeed, and nothing has to change for it.
    internal bool IsTransient => (int?)StatusCode is null or >= 500 or 429 or 408 || Code is UnexpectedAnswer;

    // Several callers get one failure. Each throws an exception of its own, because throwing writes to it.
    internal CardeaClientException Again(TimeSpan? retryAfter) =>
        new(Code, Message, (int?)StatusCode, this) { RetryAfter = retryAfter, Errors = Errors };

    internal static CardeaClientException NotSignedIn() => new(SignedOut, "Nobody is signed in: sign in first.");

    internal static CardeaClientException NotStored(Exception? inner = null) =>
        new(TokenStoreFailed, "The token store could not be written, so nobody is signed in: see the inner exception and the log.", inner: inner);
}

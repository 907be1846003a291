using System.Globalization;
using System.Text;
using System.Text.Json;
using Cardea.AspNetCore;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.SignIn;
using Cardea.Codes;
using Cardea.Keys;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.SignIn;

/// <summary>
/// Keeps what a browser's sign-in still needs until a page reads it. It has tokens, so it is never in an address: the browser has a cookie
/// that names it, and the store has it encrypted.
/// </summary>
internal sealed class KeptOutcomes
{
    private readonly ICodeStore _codes;
    private readonly MasterKey _masterKey;
    private readonly TimeProvider _clock;
    private readonly bool _isSecure;
    private readonly string _name;

    public KeptOutcomes(CardeaOptions options, ICodeStore codes, MasterKey masterKey, TimeProvider clock)
    {
        (_codes, _masterKey, _clock) = (codes, masterKey, clock);
        (_name, _isSecure) = CookieName.Of(options, "external-outcome");
    }

    /// <summary>Keeps an outcome for the page that the browser goes to.</summary>
    /// <returns>The code of the outcome; null if the outcome has nothing that a page could go on with.</returns>
    public async Task<string?> KeepAsync(HttpContext context, ExternalOutcome outcome, CancellationToken cancellationToken)
    {
        if (Write(outcome) is not var (code, status, json))
        {
            return null;
        }

        var handle = OneTimeCode.Create();
        var box = _masterKey.Seal(ContextOf(handle.Hash), Encoding.UTF8.GetBytes(json));
        var lifetime = OneTimeCode.LifetimeOf(CodePurpose.ExternalOutcome);
        var state = string.Create(CultureInfo.InvariantCulture, $"{status}.{Convert.ToBase64String(box)}");
        await _codes.IssueAsync(
            new(handle.Hash, CodePurpose.ExternalOutcome, Owner: null, Address: null, state, _clock.GetUtcNow() + lifetime), mail: null, cancellationToken);
        context.Response.Cookies.Append(_name, handle.Reveal(), Options(lifetime));
        return code;
    }

    /// <summary>Reads the outcome that waits for a browser.</summary>
    /// <returns>The status and the body that an app would have got; null if nothing waits.</returns>
    public async Task<(int Status, string Json)?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Cookies[_name] is not { Length: > 0 } handle)
        {
            return null;
        }

        var hash = CodeHash.Of(handle);
        return await _codes.FindAsync(hash, CodePurpose.ExternalOutcome, cancellationToken) is { State: { } state }
            && state.Split('.') is [var status, var box]
            && _masterKey.Open(ContextOf(hash), Convert.FromBase64String(box)) is { } json
                ? (int.Parse(status, CultureInfo.InvariantCulture), Encoding.UTF8.GetString(json))
                : null;
    }

    /// <summary>Forgets the outcome of a browser that went on.</summary>
    public void Forget(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(_name))
        {
            context.Response.Cookies.Delete(_name, Options(lifetime: null));
        }
    }

    private static (string Code, int Status, string Json)? Write(ExternalOutcome outcome) => outcome switch
    {
        ExternalOutcome.Needs(var needed) => (needed.Code, needed.Status, JsonSerializer.Serialize(needed, ProvidersJsonContext.Default.ExternalRequired)),
        ExternalOutcome.GoesOn(SignInOutcome.SecondFactorDue(var due)) => (due.Code, due.Status, JsonSerializer.Serialize(due, CardeaJsonContext.Default.MfaRequired)),
        ExternalOutcome.GoesOn(SignInOutcome.EnrolmentDue(var due)) => (due.Code, due.Status, JsonSerializer.Serialize(due, CardeaJsonContext.Default.EnrolmentRequired)),
        _ => null,
    };

    private static string ContextOf(CodeHash handle) => $"external outcome:{handle.Value}";

    private CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = _isSecure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}

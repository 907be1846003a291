using System.Net;
using System.Net.ServerSentEvents;
using Cardea.Revocation;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Revocation;

/// <summary>Reads the issuer's feed into the index, over one connection after the other, and tells how old what it knows is.</summary>
internal sealed partial class FeedReader(
    IssuerConnection issuer,
    RevocationIndex index,
    TimeSpan bound,
    Action<Knowledge> learned,
    IssuerMeter meter,
    TimeProvider clock,
    ILogger logger)
{
    // Two heartbeats and a half. A connection that is silent for longer is dead, whatever TCP thinks; and what comes after
    // such a silence may have lain somewhere on the way.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _silence = bound < LongestSilence ? bound : LongestSilence;
    private string? _cursor;
    private int _failures;

    public async Task FollowAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var failure = await TryReadAsync(stoppingToken);
            stoppingToken.ThrowIfCancellationRequested();
            var pause = Backoff.After(_failures++);
            LogLost(logger, failure, issuer.Authority, pause);
            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    // Whatever goes wrong with one connection, the next one is tried.
    private async Task<Exception?> TryReadAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ReadAsync(stoppingToken);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception;
        }
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        // The first event may be long; all there is to do until then is bounded by what may be waited for it.
        using var silence = new CancellationTokenSource(bound, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stoppingToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, issuer.Address("/revocations"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_cursor is { Length: > 0 })
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", _cursor);
        }

        // What the issuer says first, it says after it was asked.
        Knowledge? last = null;
        var asked = Knowledge.Now(clock);
        using var response = await issuer.SendAsync(request, waiting.Token);
        Check(response);
        await using var stream = await response.Content.ReadAsStreamAsync(waiting.Token);
        await foreach (var item in SseParser.Create(stream, FeedMessage.Read).EnumerateAsync(waiting.Token))
        {
            if (item.Data is not { } message || (last is null && item.EventType == FeedMessage.Heartbeat))
            {
                continue;
            }

            var now = Knowledge.Now(clock);
            Check(last);
            index.Add([.. (message.Sessions ?? []).Select(static session => session.Revocation)]);
            learned((last is null ? asked : now) with { Behind = message.Behind });
            if (last is null)
            {
                meter.Connected();
                LogConnected(logger, issuer.Authority, index.Count);
            }

            (_cursor, _failures, last) = (item.EventId ?? _cursor, 0, now);
            silence.CancelAfter(_silence);
        }
    }

    private void Check(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            LogNotKnown(logger, issuer.Authority, issuer.Api);
        }

        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            throw new InvalidDataException("It answers with something else than events: is Authority the address of a Cardea issuer?");
        }
    }

    private void Check(Knowledge? last)
    {
        if (last?.ClockWasSetBack(clock) is true)
        {
            _cursor = null;
            throw new InvalidDataException("The clock was set back: everything is read again.");
        }

        if (last?.Age(clock) > _silence)
        {
            throw new InvalidDataException("The events come late, and may be old.");
        }
    }

    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "The revocations of {Authority} are followed; {Count} are in force")]
    private static partial void LogConnected(ILogger logger, string authority, int count);

    [LoggerMessage(EventId = 602, Level = LogLevel.Warning, Message = "The revocations of {Authority} can't be followed; tried again in {Pause}")]
    private static partial void LogLost(ILogger logger, Exception? exception, string authority, TimeSpan pause);

    [LoggerMessage(EventId = 603, Level = LogLevel.Error, Message = "{Authority} does not know the API '{Api}' by its secret: Api and Secret must be those of Cardea:ResourceApis there")]
    private static partial void LogNotKnown(ILogger logger, string authority, string api);
}

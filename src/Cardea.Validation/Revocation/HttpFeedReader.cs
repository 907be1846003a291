using System.Net;
using System.Net.ServerSentEvents;
using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Revocation;

/// <summary>
/// Reads the issuer's feed over HTTP, one connection after the other. Each connection resumes where the last one ended, even
/// if it reaches another node of the issuer.
/// </summary>
internal sealed partial class HttpFeedReader(IssuerConnection issuer, IssuerKnowledge knowledge, IssuerMeter meter, TimeProvider clock, ILogger logger)
    : RepeatingService(clock, logger)
{
    private const string EventStream = "text/event-stream";

    // Two and a half heartbeats. A connection that is silent for longer counts as dead, even if TCP keeps it open.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _silence = Shorter(knowledge.Bound, LongestSilence);

    // A connection with a longer delay is replaced. This delay and a heartbeat together stay within the shortest bound.
    private readonly TimeSpan _longestDelay = Shorter(knowledge.Bound / 3, LongestSilence);

    private string? _lastEventId;
    private int _attempts;

    protected override TimeSpan Pause() => _attempts == 0 ? TimeSpan.Zero : Backoff.After(_attempts - 1);

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        _attempts++;

        // The first event may come late. This timeout covers everything up to the first event.
        using var silence = new CancellationTokenSource(knowledge.Bound, Clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stoppingToken);
        using var request = Request();
        var asked = KnownAt.Now(Clock);
        using var response = await issuer.SendAsync(request, waiting.Token);
        Check(response);
        await using var stream = await response.Content.ReadAsStreamAsync(waiting.Token);
        var progress = new FeedProgress(asked, Clock);
        var isFirst = true;
        KnownAt? last = null;
        await foreach (var item in SseParser.Create(stream, FeedMessage.Read).EnumerateAsync(waiting.Token))
        {
            if (item.Data is not { } message)
            {
                continue;
            }

            ThrowIfStopped(last);
            last = KnownAt.Now(Clock);
            silence.CancelAfter(_silence);
            knowledge.Add(message.Sessions ?? []);
            if (progress.Take(item.EventType, message) is not { } known)
            {
                continue;
            }

            knowledge.Learn(known);
            (_lastEventId, _attempts) = (item.EventId ?? _lastEventId, 1);
            if (isFirst)
            {
                isFirst = false;
                meter.Connected();
                LogConnected(Logger, issuer.Authority, knowledge.Count);
            }
            else if (progress.Delay > _longestDelay)
            {
                throw new InvalidDataException($"The events come {progress.Delay} later than they did at first.");
            }
        }

        throw new EndOfStreamException("The issuer has ended the feed.");
    }

    protected override void Report(Exception failure, TimeSpan pause) => LogLost(Logger, failure, issuer.Authority, pause);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, issuer.Address("/revocations"));
        request.Headers.Accept.ParseAdd(EventStream);
        if (_lastEventId is { Length: > 0 })
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastEventId);
        }

        return request;
    }

    private void Check(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            LogNotKnown(Logger, issuer.Authority, issuer.Api);
        }

        if (response.StatusCode == HttpStatusCode.NotFound
            || (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType != EventStream))
        {
            LogNoIssuer(Logger, issuer.Authority);
            throw new InvalidDataException("The answer is not an event stream.");
        }

        response.EnsureSuccessStatusCode();
    }

    // If the process was stopped or the machine slept, the events in the buffer may be old.
    private void ThrowIfStopped(KnownAt? last)
    {
        if (last?.Age(Clock) > _silence)
        {
            throw new InvalidDataException("The events come late, and may be old.");
        }
    }

    [LoggerMessage(EventId = 601, Level = LogLevel.Information, Message = "Connected to the feed of {Authority}; {Count} revocations are in force")]
    private static partial void LogConnected(ILogger logger, string authority, int count);

    [LoggerMessage(EventId = 602, Level = LogLevel.Warning, Message = "The feed of {Authority} does not arrive; the next attempt is in {Pause}")]
    private static partial void LogLost(ILogger logger, Exception failure, string authority, TimeSpan pause);

    [LoggerMessage(EventId = 603, Level = LogLevel.Error, Message = "{Authority} does not know the API '{Api}' by its secret: Api and Secret must be those of Cardea:ResourceApis there")]
    private static partial void LogNotKnown(ILogger logger, string authority, string api);

    [LoggerMessage(EventId = 611, Level = LogLevel.Error, Message = "{Authority} has no feed of revocations: Authority must be the address of a Cardea issuer")]
    private static partial void LogNoIssuer(ILogger logger, string authority);
}

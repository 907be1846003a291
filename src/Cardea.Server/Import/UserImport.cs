using Cardea.Accounts;
using Cardea.Audit;

namespace Cardea.Server.Import;

/// <summary>
/// Adds the users of another service in batches. If it is killed, whole batches stay. The next run skips them and adds the rest.
/// </summary>
internal static class UserImport
{
    private const int BatchSize = 500;
    private const string Rest = "What was imported stays: run the same command again for the rest.";

    /// <returns>The exit code.</returns>
    /// <exception cref="SetupException">The store did not answer, or the import was told to stop.</exception>
    public static async Task<int> RunAsync(
        IAsyncEnumerable<Candidate> candidates, IAccountStore accounts, Func<CardeaUser, SecurityEvent?> tell, ImportReport report, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in candidates.Chunk(BatchSize).WithCancellation(cancellationToken))
            {
                Candidate.Ready[] ready = [.. batch.OfType<Candidate.Ready>()];
                var added = await accounts.ImportAsync([.. ready.Select(static one => one.User)], tell, cancellationToken);
                Candidate.Ready[] there = [.. ready.Where(one => added.Contains(one.User.Id)).DistinctBy(static one => one.User.Id)];
                report.Add(
                    added.Count,
                    ready.Length - added.Count,
                    [.. batch.OfType<Candidate.Refused>()],
                    there.Where(static one => one.LosesSecondFactor).Select(static one => one.Name));
                foreach (var one in there)
                {
                    await ReportLoginsAsync(one, accounts, report, cancellationToken);
                }
            }
        }
        catch (StoreUnavailableException exception)
        {
            throw new SetupException($"{exception.Message} {Rest}", exception);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new SetupException($"Stopped. {Rest}", exception);
        }
        finally
        {
            report.Pause();
        }

        return report.Finish();
    }

    // Another user may have a login already: the store leaves it there.
    private static async Task ReportLoginsAsync(Candidate.Ready one, IAccountStore accounts, ImportReport report, CancellationToken cancellationToken)
    {
        var wanted = one.User.ExternalLogins;
        var kept = wanted.Count == 0 ? [] : (await accounts.FindAsync(new(one.User.Id), cancellationToken))?.ExternalLogins ?? [];
        report.AddLogins(
            one.Name,
            kept.Count,
            [
                .. one.LeftOut,
                .. wanted.Where(login => !kept.Any(other => other.Is(login.Issuer, login.Subject)))
                    .Select(static login => $"its login at {login.Issuer} is left out: another user has it"),
            ]);
    }
}

namespace Flyte.Actors.Runs;

/// <summary>Whether a failed attempt is made again, and when: Flyte's rule, with a budget of their own for lost workers.</summary>
internal static class RetryRule
{
    /// <summary>The attempts made and the time of the next one; null when the error stands.</summary>
    internal static (AttemptCount Made, DateTimeOffset Due)? Decide(
        ItemError error, AttemptCount made, PageEntry page, LedgerRules rules, DateTimeOffset now)
    {
        var options = page.Page.Options;
        var isSystem = error is { Kind: ErrorKind.System, Code: ErrorCodes.WorkerLost };
        if (!error.IsRecoverable || (isSystem ? made.System >= rules.SystemRetries : made.User >= options.Retries))
        {
            return null;
        }

        var due = isSystem ? now : Timetable.Later(now, options.Backoff.Delay(made.User));
        if (page.Deadline <= due)
        {
            return null;
        }

        return (isSystem ? made with { System = made.System + 1 } : made with { User = made.User + 1 }, due);
    }
}

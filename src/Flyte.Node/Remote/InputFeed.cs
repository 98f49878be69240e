using Flyte.Node.Api;
using Flyte.Node.Commands;
using Flyte.Node.Runs;

namespace Flyte.Node.Remote;

/// <summary>
/// Streams the inputs of a run to its node, as it takes them. When the connection breaks, all are sent again under the same id: the run
/// passes over what it has.
/// </summary>
internal sealed class InputFeed(RemoteNode node, RunOrder order, string id, NodeConsole console)
{
    private const int MostFruitless = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(console.Interrupted);
    private readonly CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);

    /// <summary>Cancelled when inputs are missing that will not come.</summary>
    internal CancellationToken Broken => broken.Token;

    /// <summary>Why they will not come; null while they do.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Begins, and waits until the node knows the run.</summary>
    internal async Task StartAsync(RemoteRun run, CancellationToken cancellation)
    {
        var feeding = FeedAsync(run);
        while (await run.FindAsync(cancellation).ConfigureAwait(false) is null)
        {
            if (Failure is { } failure)
            {
                throw failure;
            }

            if (feeding.IsCompleted)
            {
                return;
            }

            await Task.WhenAny(feeding, Task.Delay(BetweenLooks, console.Time, cancellation)).ConfigureAwait(false);
        }
    }

    /// <summary>Sends nothing more: the run has ended.</summary>
    internal void Stop() => stop.Cancel();

    private async Task FeedAsync(RemoteRun run)
    {
        try
        {
            await SendAllAsync(run).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended, or the user wants no more of it.
        }
#pragma warning disable CA1031 // Whatever it is, who reads the results is told it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
            await broken.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAllAsync(RemoteRun run)
    {
        for (var (fruitless, known) = (0, 0); ;)
        {
            using var lines = new LinesContent(order.Inputs, console.Time);
            try
            {
                await SendAsync(lines).ConfigureAwait(false);
                return;
            }
            catch (RemoteException e) when (e.IsPassing && lines.Failure is null)
            {
                if (lines.HasBegun && !order.Inputs.TryRewind())
                {
                    throw await CutAsync(run, e).ConfigureAwait(false);
                }

                var recorded = (await run.FindAsync(stop.Token).ConfigureAwait(false))?.Items.Total ?? 0;
                (fruitless, known) = recorded > known ? (0, recorded) : (fruitless + 1, known);
                if (fruitless > MostFruitless || !await node.Persistence.WaitAsync(e.Message, stop.Token).ConfigureAwait(false))
                {
                    throw;
                }
            }
            catch (RemoteException) when (lines.Failure is { } failure)
            {
                throw new RemoteException(
                    failure.Message, $"The run '{id}' waits for the other inputs: give all of them again with --id {id}, or abort it.")
                {
                    Code = ExitCode.Failed,
                };
            }
        }
    }

    private async Task SendAsync(LinesContent lines)
    {
        using var request = node.Request(HttpMethod.Post, RemotePaths.Start(order, id), lines);

        // What is refused is refused before the first line.
        request.Headers.ExpectContinue = true;
        lines.Headers.ContentType = new(StartApi.Lines);
        try
        {
            using var response = await node.SendOnceAsync(request, HttpCompletionOption.ResponseContentRead, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            await lines.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task<RemoteException> CutAsync(RemoteRun run, RemoteException why)
    {
        var recorded = (await run.FindAsync(stop.Token).ConfigureAwait(false))?.Items.Total ?? 0;
        return new RemoteException(
            $"{why.Message} {recorded} inputs of run '{id}' are recorded, and the others cannot be read a second time.",
            $"Repeat the command with --id {id} and the same input: it goes on behind these.")
        {
            Code = ExitCode.Failed,
        };
    }
}

using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Remote;

namespace Flyte.Node;

/// <summary>The program: arguments in, exit code out.</summary>
internal static class NodeApp
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(string[] args, NodeConsole console, RuntimeSource runtime)
    {
        try
        {
            var parsed = CommandLine.Parse(args, console, runtime);
            if (parsed.Tokens is not [{ Type: TokenType.Directive }, ..] && Typos.Find(parsed) is { } typo)
            {
                throw typo;
            }

            if (parsed.Action is ParseErrorAction)
            {
                throw UsageException.Of(parsed);
            }

            return await CommandLine.InvokeAsync(parsed, console).ConfigureAwait(false);
        }
        catch (UsageException e)
        {
            console.Say($"error: {e.Message}");
            console.Say(e.Remedy);
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is StoreException or RunRejectedException or FlyteClusterException)
        {
            console.Say($"error: {e.Message}");
            return ExitCode.Usage;
        }
        catch (ArgumentException e)
        {
            console.Say($"error: {RuntimeSettings.Reason(e)}");
            return ExitCode.Usage;
        }
        catch (RemoteException e)
        {
            console.Say($"error: {e.Message}");
            if (e.Remedy is not null)
            {
                console.Say(e.Remedy);
            }

            return e.Code;
        }
        catch (OperationCanceledException) when (console.Interrupted.IsCancellationRequested)
        {
            console.Say("interrupted");
            return ExitCode.Interrupted;
        }
        finally
        {
            await console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}

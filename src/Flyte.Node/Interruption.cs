using System.Runtime.InteropServices;

namespace Flyte.Node;

/// <summary>Ctrl-C: the first one asks for an orderly end, the second one ends the process as if nobody had listened.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration registration;
    private bool isOver;

    internal Interruption() => registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        registration.Dispose();
        lock (gate)
        {
            isOver = true;
            source.Dispose();
        }
    }

    private void Interrupt(PosixSignalContext signal)
    {
        lock (gate)
        {
            if (!isOver && !source.IsCancellationRequested)
            {
                signal.Cancel = true;
                source.Cancel();
            }
        }
    }
}

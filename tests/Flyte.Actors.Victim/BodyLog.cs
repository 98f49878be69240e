using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Flyte.Actors.Victim;

/// <summary>A body began or ended.</summary>
/// <param name="IsStart">Whether it began.</param>
/// <param name="Run">The run of its item.</param>
/// <param name="Index">The item.</param>
/// <param name="Attempt">Which attempt at it.</param>
/// <param name="Time">When, by a clock that all processes of the machine share.</param>
/// <param name="IsCancelled">Whether it ended after it was cancelled.</param>
public readonly record struct BodyNote(bool IsStart, string Run, int Index, int Attempt, long Time, bool IsCancelled);

/// <summary>
/// A file of one process, with a line for each body that begins and for each that ends. A line is one system call: what happened
/// before the process was killed stands there.
/// </summary>
public sealed class BodyLog(string path) : IDisposable
{
    private readonly SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    private readonly Lock gate = new();
    private long end;

    /// <summary>The time by that clock.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Notes the beginning or the end of the body that asks.</summary>
    public void Note(bool isStart, TaskContext body)
    {
        ArgumentNullException.ThrowIfNull(body);
        lock (gate)
        {
            var what = isStart ? '+' : body.CancellationToken.IsCancellationRequested ? '~' : '-';
            var line = string.Create(CultureInfo.InvariantCulture, $"{what} {body.RunId} {body.Index} {body.Attempt} {Now}\n");
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(line), end);
            end += line.Length;
        }
    }

    /// <summary>All that has been noted.</summary>
    public static IEnumerable<BodyNote> Read(string path) => File.ReadLines(path).Select(line => line.Split(' ')).Select(
        parts => new BodyNote(parts[0] == "+", parts[1], Number(parts[2]), Number(parts[3]), long.Parse(parts[4], CultureInfo.InvariantCulture), parts[0] == "~"));

    public void Dispose() => file.Dispose();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

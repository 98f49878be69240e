using System.Text;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Client;

/// <summary>Bounds what a caller may say in one request: it goes to another node as one message, and is kept with the run.</summary>
internal static class RequestSize
{
    private const int MostForced = 100_000;
    private const int MostInputBytes = 1024 * 1024;
    private const int SizeOfPlace = 16;

    /// <exception cref="ArgumentException">The name and the labels are too large.</exception>
    internal static void Demand(string? name, IReadOnlyDictionary<string, string>? labels)
    {
        var bytes = Utf8(name) + (labels?.Sum(label => Utf8(label.Key) + Utf8(label.Value)) ?? 0);
        if (bytes > WireLimits.MaxNamingBytes)
        {
            throw new ArgumentException(
                $"The name and the labels of the run are {bytes:N0} bytes together; the most is {WireLimits.MaxNamingBytes:N0}. Give data as inputs.", nameof(labels));
        }
    }

    /// <exception cref="ArgumentException">It says too much.</exception>
    internal static void Demand(RerunOptions options)
    {
        Demand(options.Name, options.Labels);
        if (options.Force.Count > MostForced)
        {
            throw new ArgumentException(
                $"{options.Force.Count:N0} items are forced; the most is {MostForced:N0}. Run all of them again, without Recover.", nameof(options));
        }

        var bytes = options.Inputs.Values.Sum(input => SizeOfPlace + Utf8(input));
        if (bytes > MostInputBytes)
        {
            throw new ArgumentException(
                $"The other inputs are {bytes:N0} bytes together; the most is {MostInputBytes:N0}. Start a run of the new inputs instead.", nameof(options));
        }
    }

    private static long Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}

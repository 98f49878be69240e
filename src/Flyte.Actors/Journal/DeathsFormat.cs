using Flyte.Actors.Runs;
using Google.Protobuf;

namespace Flyte.Actors.Journal;

/// <summary>The deaths that count for an item.</summary>
internal static class DeathsFormat
{
    internal static void Write(CountedDeaths deaths, ICollection<ByteString> wire)
    {
        foreach (var death in deaths)
        {
            wire.Add(ByteString.CopyFrom(death.ToByteArray()));
        }
    }

    internal static CountedDeaths Read(IEnumerable<ByteString> wire) => CountedDeaths.Of(wire.Select(death => new Guid(death.Span)));
}
